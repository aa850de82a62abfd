import { readHash } from "../browser/address.ts";

/**
 * Several figures in one place. The build wrote links: to the first story's figure, which is in the page, and to pages of
 * the others. They become radios; a story that is chosen for the first time gets an element of its own.
 */
class SparkSwitch extends HTMLElement {
	#end = new AbortController();

	connectedCallback(): void {
		this.#end = new AbortController();
		const { signal } = this.#end;
		this.querySelector("ul")!.role = "radiogroup";
		for (const radio of this.#radios) {
			radio.role = "radio";
			radio.parentElement!.role = "presentation";
			radio.removeAttribute("aria-current");
		}
		this.#check(this.#radios[0]!);
		this.addEventListener("click", this.#click, { signal });
		this.addEventListener("keydown", this.#press, { signal });
		// Before the figures hear of it: a figure must be there, and seen, to go to one of its steps.
		document.addEventListener("click", this.#follow, { signal, capture: true });
		for (const type of ["hashchange", "popstate"]) addEventListener(type, this.#obey, { signal, capture: true });
		this.#obey();
	}

	disconnectedCallback(): void {
		this.#end.abort();
	}

	get #radios(): HTMLAnchorElement[] {
		return [...this.querySelectorAll<HTMLAnchorElement>("[data-story]")];
	}

	#radio = (story: string | undefined) => this.#radios.find(({ dataset }) => dataset["story"] === story);
	#figure = (radio: HTMLElement) => this.querySelector<HTMLElement>(`spark-replay[story="${radio.dataset["story"]}"]`);

	#check(chosen: HTMLAnchorElement): void {
		for (const radio of this.#radios) {
			radio.ariaChecked = String(radio === chosen);
			radio.tabIndex = radio === chosen ? 0 : -1;
		}
	}

	/** Shows a story's figure in place of the one before. Resolves when it can be played, or said why not. */
	async #show(radio: HTMLAnchorElement): Promise<void> {
		const before = this.querySelector<HTMLElement>("spark-replay:not([hidden])")!;
		let figure = this.#figure(radio);
		this.#check(radio);
		if (figure === before) return;
		const { height } = before.getBoundingClientRect();
		before.hidden = true;
		if (figure) return void (figure.hidden = false);
		figure = document.createElement("spark-replay");
		figure.className = before.className;
		figure.setAttribute("story", radio.dataset["story"]!);
		figure.setAttribute("src", radio.dataset["src"]!);
		figure.setAttribute("recording", radio.dataset["recording"]!);
		figure.style.minHeight = `${height}px`;
		this.append(figure);
		await hasAnswered(figure);
		figure.style.minHeight = "";
	}

	async #choose(radio: HTMLAnchorElement): Promise<void> {
		radio.focus();
		if (radio.ariaChecked === "true") return;
		await this.#show(radio);
		const step = radio.ariaChecked === "true" && this.#figure(radio)?.querySelector("[data-place=now]")?.id;
		if (step) history.replaceState(history.state, "", `#${step}`);
	}

	#click = (event: MouseEvent): void => {
		const radio = (event.target as Element).closest<HTMLAnchorElement>("[data-story]");
		if (!radio || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
		event.preventDefault();
		void this.#choose(radio);
	};

	#press = (event: KeyboardEvent): void => {
		const radios = this.#radios;
		const at = radios.indexOf(event.target as HTMLAnchorElement);
		if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
		const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, " ": 0 }[event.key];
		if (by === undefined) return;
		event.preventDefault();
		void this.#choose(radios[(at + by + radios.length) % radios.length]!);
	};

	/** A link in the text to a step of a story that is not shown. */
	#follow = (event: MouseEvent): void => {
		const link = (event.target as Element).closest<HTMLAnchorElement>("a[href]");
		if (!link || this.contains(link) || link.pathname !== location.pathname || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
		const radio = this.#radio(readHash(link.hash)?.story);
		if (!radio || radio.ariaChecked === "true") return;
		const isNew = !this.#figure(radio);
		if (isNew) {
			// It reads its step from the address.
			event.preventDefault();
			history.pushState(null, "", link.hash);
		}
		void this.#show(radio);
	};

	#obey = (): void => {
		const radio = this.#radio(readHash(location.hash)?.story);
		if (radio && radio.ariaChecked !== "true") void this.#show(radio);
	};
}

/** Resolves when a figure has been taken over, or has failed. */
const hasAnswered = (figure: HTMLElement): Promise<void> =>
	new Promise((resolve) => {
		const observer = new MutationObserver(() => {
			if (!("live" in figure.dataset) && !("failed" in figure.dataset)) return;
			observer.disconnect();
			resolve();
		});
		observer.observe(figure, { attributes: true });
	});

customElements.define("spark-switch", SparkSwitch);
