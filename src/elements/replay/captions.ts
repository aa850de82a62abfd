const places = ["before", "now", "after"];

/** The list of captions: the current one, with the ones before and after it beside it. */
export class Captions {
	readonly #items: HTMLElement[];

	constructor(root: HTMLElement, choose: (step: number) => void, signal: AbortSignal) {
		this.#items = [...root.querySelectorAll<HTMLElement>("li")];
		root.addEventListener(
			"click",
			({ target }) => {
				const item = (target as Element).closest("li");
				if (item && item.dataset["place"] !== "now") choose(this.#items.indexOf(item));
			},
			{ signal },
		);
	}

	show(step: number): void {
		this.#items.forEach((item, i) => {
			const place = places[i - step + 1] ?? "away";
			if (item.dataset["place"] !== place) item.dataset["place"] = place;
			if (i === step) item.setAttribute("aria-current", "step");
			else item.removeAttribute("aria-current");
		});
	}

	text = (step: number) => this.#items[step]!.querySelector(".caption")!.textContent;
}
