import { type Move, type Timeline, toStep } from "../../browser/playback.ts";
import type { Shown } from "../../browser/player.ts";
import { toClockText, toRate } from "../../browser/clock-text.ts";
import type { Figure } from "../../story/figure.ts";
import { type Icon, icons } from "./icons.ts";
import { toTicks } from "./ticks.ts";

export type Act = "link" | "full" | "svg" | "png";
const moves = ["toggle", "back", "next"] as const;
const isMove = (act: string): act is (typeof moves)[number] => (moves as readonly string[]).includes(act);

/** Changes the text of a node that has some, without a new node. */
export function setText(node: Element, text: string): void {
	const child = node.firstChild as Text;
	if (child.data !== text) child.data = text;
}

/** Buttons, scrubber, speed and both clocks. */
export class Controls {
	readonly #range: HTMLInputElement;
	readonly #icon: Element;
	readonly #label: Element;
	readonly #clock: readonly [recorded: Element, rate: Element];
	readonly #first: number;
	readonly #total: number;
	readonly #timeline: Timeline;
	/** What the rate was said for: it holds from step to step. */
	#rated: { leg: number; speed: number } | null = null;
	readonly #root: HTMLElement;
	readonly #figure: Figure;

	constructor(
		root: HTMLElement,
		figure: Figure,
		move: (move: Move) => void,
		act: (act: Act) => void,
		signal: AbortSignal,
	) {
		this.#root = root;
		this.#figure = figure;
		this.#range = root.querySelector("input")!;
		this.#icon = root.querySelector("[data-act=toggle] path")!;
		this.#label = root.querySelector("[data-act=toggle] span")!;
		this.#clock = [root.querySelector(".recorded")!, root.querySelector(".rate")!];
		this.#timeline = { duration: figure.duration, stops: figure.steps.map(({ at }) => at) };
		this.#first = figure.recorded(0);
		this.#total = figure.recorded(figure.duration) - this.#first;

		const ticks = root.querySelectorAll(".ticks path");
		toTicks(figure).forEach(({ d }, i) => ticks[i]!.setAttribute("d", d));

		root.addEventListener(
			"click",
			({ target }) => {
				const name = (target as Element).closest<HTMLElement>("[data-act]")?.dataset["act"];
				if (name && isMove(name)) move({ do: name });
				else if (name) act(name as Act);
			},
			{ signal },
		);
		this.#range.addEventListener("input", () => move({ do: "seek", at: this.#range.valueAsNumber }), { signal });
		const speed = root.querySelector<HTMLSelectElement>(".speed")!;
		speed.addEventListener("change", () => move({ do: "speed", speed: Number(speed.value) }), { signal });

		const more = root.querySelector("details")!;
		document.addEventListener("click", ({ target }) => more.contains(target as Node) || (more.open = false), { signal });
		more.addEventListener("focusout", ({ relatedTarget }) => relatedTarget && !more.contains(relatedTarget as Node) && (more.open = false), { signal });
	}

	/** Before this, nothing of it reacts. */
	enable(): void {
		for (const control of this.#root.querySelectorAll<HTMLButtonElement>(":disabled")) control.disabled = false;
	}

	show({ at, playing, ended, speed }: Shown): void {
		const figure = this.#figure;
		if (this.#range.valueAsNumber !== at) this.#range.value = String(at);
		setText(this.#clock[0], toClockText(figure.recorded(at) - this.#first, this.#total));
		const leg = toStep(this.#timeline, at);
		if (leg !== this.#rated?.leg || speed !== this.#rated.speed) setText(this.#clock[1], toRate(figure, at, speed));
		this.#rated = { leg, speed };
		const [label, icon]: [string, Icon] = playing ? ["Pause", "pause"] : ended ? ["Replay", "replay"] : ["Play", "play"];
		setText(this.#label, label);
		if (this.#icon.getAttribute("d") !== icons[icon]) this.#icon.setAttribute("d", icons[icon]);
	}

	/** What a screen reader says of the scrubber. */
	describe(text: string): void {
		this.#range.setAttribute("aria-valuetext", `${text}, ${this.#clock[0].textContent}`);
	}

	/** Closes the menu. True if it was open. */
	close(): boolean {
		const more = this.#root.querySelector("details")!;
		const { open } = more;
		if (open && more.contains(document.activeElement)) more.querySelector("summary")!.focus();
		more.open = false;
		return open;
	}
}
