import { loadFigure, Unplayable } from "../browser/load-figure.ts";
import { readAddress } from "./replay/links.ts";
import { toMarkup } from "./replay/markup.ts";
import { Session } from "./replay/session.ts";

/**
 * A recorded run that can be played. Attributes: `story`, its name; `src` and `recording`, where both files are;
 * `step`, name of the step whose still it holds, if not the first; `embed`, if it has a page of its own.
 * It takes over the markup that the build wrote into it; without any, it writes its own.
 */
class SparkReplay extends HTMLElement {
	#end = new AbortController();

	connectedCallback(): void {
		this.#end = new AbortController();
		this.dataset["scripts"] = "";
		void this.#start(this.#end.signal);
	}

	disconnectedCallback(): void {
		this.#end.abort();
	}

	async #start(signal: AbortSignal): Promise<void> {
		const attribute = (name: string) => this.getAttribute(name) ?? "";
		try {
			if (!readAddress({ story: attribute("story"), steps: [], isEmbed: this.hasAttribute("embed") })) await this.#near(signal);
			const { story, figure, run } = await loadFigure(attribute("src"), attribute("recording").split(" "));
			if (signal.aborted) return;
			if (!this.querySelector("figure")) {
				const step = Math.max(0, figure.steps.findIndex(({ name }) => name === attribute("step")));
				this.innerHTML = toMarkup({ story, figure, run, step }).text;
			}
			new Session(this, story, figure, this.#fail, signal);
			this.dataset["live"] = "";
		} catch (error) {
			this.#fail(error);
		}
	}

	/** Resolves when the reader is about to see it. */
	#near(signal: AbortSignal): Promise<void> {
		return new Promise((resolve) => {
			const sight = new IntersectionObserver(
				(entries) => {
					if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
					sight.disconnect();
					resolve();
				},
				{ rootMargin: "100% 0px" },
			);
			sight.observe(this);
			signal.addEventListener("abort", () => sight.disconnect());
		});
	}

	/** The still stays, the controls go, one sentence says what is wrong. */
	#fail = (error: unknown): void => {
		this.#end.abort();
		this.dataset["failed"] = "";
		const sentence = error instanceof Unplayable ? error.message : "The recording could not be played: it does not hold what its story names.";
		const notice = this.querySelector(".notice") ?? this.appendChild(document.createElement("p"));
		notice.textContent = sentence;
		if (!(error instanceof Unplayable)) console.error(error);
	};
}

customElements.define("spark-replay", SparkReplay);
