import type { Figure } from "../../story/figure.ts";
import { toBytes, toEntities, toFacts, toOptions } from "./panel.ts";

/** The panel under the picture: what was recorded of one process, channel or message. */
export class Inspector {
	/** What the reader chose; null: the panel follows the steps. */
	chosen: string | null = null;
	readonly #select: HTMLSelectElement;
	readonly #root: HTMLElement;
	readonly #figure: Figure;

	constructor(root: HTMLElement, figure: Figure, choose: (entity: string | null) => void, signal: AbortSignal) {
		this.#root = root;
		this.#figure = figure;
		this.#select = root.querySelector("select")!;
		this.#select.addEventListener("change", () => choose(this.#select.value || null), { signal });
	}

	enable(): void {
		this.#select.disabled = false;
	}

	get isShown(): boolean {
		return this.#root.offsetParent !== null;
	}

	/** Shows the chosen entity as it is at a story time, or, if none is chosen or it is not there then, `subject`. */
	show(at: number, subject: string | null): void {
		let found = this.chosen === null ? null : this.#figure.inspect(this.chosen, at);
		if (!found) {
			this.chosen = null;
			found = subject === null ? null : this.#figure.inspect(subject, at);
		}
		const entity = found && (this.chosen ?? subject);
		this.#fill(".found", toFacts(found).text);
		this.#fill(".bytes", toBytes(found).text);
		this.#fill("select", toOptions(toEntities(this.#figure, at, entity), entity).join(""));
		this.#select.value = entity ?? "";
	}

	#fill(selector: string, markup: string): void {
		const part = this.#root.querySelector(selector)!;
		part.innerHTML = markup;
		part.scrollTop = 0;
	}
}
