import { adoptSvg, updateSvg } from "../../browser/update-svg.ts";
import type { Layout } from "../../drawing/shapes.ts";
import type { Figure } from "../../story/figure.ts";

/** A finger or a mouse this near a thin line means it, px: the nearest counts. */
const reaches = [1, 3, 6, 10];
const around = reaches.flatMap((reach) => [0, 1, 2, 3, 4, 5, 6, 7].map((i) => [reach * Math.cos((i * Math.PI) / 4), reach * Math.sin((i * Math.PI) / 4)] as const));

/** The picture: of the two layouts, the one that the page's width shows. */
export class Stage {
	layout: Layout = "wide";
	#at = 0;
	readonly #root: HTMLElement;
	readonly #figure: Figure;

	constructor(root: HTMLElement, figure: Figure, signal: AbortSignal) {
		this.#root = root;
		this.#figure = figure;
		this.#readLayout();
		const size = new ResizeObserver(() => {
			const before = this.layout;
			this.#readLayout();
			if (this.layout !== before) this.draw(this.#at);
		});
		size.observe(root);
		signal.addEventListener("abort", () => size.disconnect());
	}

	/** Takes over the stills of a story time. */
	adopt(at: number): void {
		for (const layout of ["wide", "narrow"] as const) adoptSvg(this.#svg(layout), this.#figure.draw(at, layout));
	}

	draw(at: number): void {
		this.#at = at;
		updateSvg(this.#svg(this.layout), this.#figure.draw(at, this.layout));
	}

	describe(text: string): void {
		for (const layout of ["wide", "narrow"] as const) this.#svg(layout).setAttribute("aria-label", text);
	}

	/** Marks what belongs to these entities. */
	light(entities: readonly string[]): void {
		for (const shape of this.#root.querySelectorAll<SVGElement>("[data-entity]"))
			shape.toggleAttribute("data-lit", entities.includes(shape.dataset["entity"]!));
	}

	/** How far the page must scroll for these entities to stand between two heights of the window, px; 0: not at all. */
	distance(entities: readonly string[], top: number, bottom: number): number {
		const boxes = [...this.#svg(this.layout).querySelectorAll<SVGElement>("[data-entity]")]
			.filter((shape) => entities.includes(shape.dataset["entity"]!))
			.map((shape) => shape.getBoundingClientRect());
		if (!boxes.length) return 0;
		const first = Math.min(...boxes.map((box) => box.top));
		const last = Math.max(...boxes.map((box) => box.bottom));
		if (first < top || last - first > bottom - top) return first - top;
		return Math.max(0, last - bottom);
	}

	/** The entity at a point of the window, or so near that it is meant. */
	entityAt(x: number, y: number): string | null {
		for (const [dx, dy] of [[0, 0] as const, ...around]) {
			const shape = document.elementFromPoint(x + dx, y + dy)?.closest<SVGElement>("[data-entity]");
			if (shape && this.#root.contains(shape)) return shape.dataset["entity"]!;
		}
		return null;
	}

	#svg = (layout: Layout) => this.#root.querySelector<SVGSVGElement>(`.${layout} > svg`)!;

	#readLayout(): void {
		const wide = this.#root.querySelector(".wide")!;
		this.layout = getComputedStyle(wide).display === "none" ? "narrow" : "wide";
	}
}
