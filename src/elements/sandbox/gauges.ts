/** Four bars with their limits. A limit is a slider on the bar itself; the bar is drawn to twice the limit, or to the level. */
import { type Knot, type Level, type Run, sumOf } from "../../memory/run.ts";
import { leastHeap, ranges, type Settings } from "../../memory/settings.ts";
import { toLevel } from "../../words/numbers.ts";

const MiB = 1024 ** 2;
export const limits = { executor: "executorMemory", driver: "driverMemory", results: "maxResultSize", python: "pythonMemory" } as const;
export type GaugeName = keyof typeof limits;

/** Bytes at the right end. */
function scaleOf(limit: number, level: number) {
	return 2 ** Math.ceil(Math.log2(Math.max(1.3 * limit, level, 256 * MiB)));
}

export function updateGauges(root: HTMLElement, run: Run, knot: Knot, isOver: boolean): void {
	const { settings } = run;
	for (const [name, setting] of Object.entries(limits) as [GaugeName, keyof Settings][]) {
		const gauge = root.querySelector<HTMLElement>(`[data-gauge=${name}]`)!;
		const level: Level = name === "results" ? { base: 0, held: knot.results, passing: 0 } : knot[name];
		const limit = name === "results" ? settings.maxResultSize : run.limits[name];
		const slider = gauge.querySelector<HTMLInputElement>(".limit")!;
		const isHeld = slider.dataset["held"] !== undefined;
		const scale = isHeld ? Number(slider.max) : scaleOf(limit, sumOf(level));
		for (const part of ["base", "held", "passing"] as const) gauge.querySelector<HTMLElement>(`.bar > .${part}`)!.style.width = `${(100 * Math.min(level[part], scale)) / scale}%`;
		gauge.querySelector(".level")!.textContent = `${toLevel(sumOf(level))}${limit ? ` of ${toLevel(limit)}` : ", no limit"}`;
		const fails = isOver && { executor: run.ending === "executorHeap", driver: run.ending === "driverHeap", results: run.ending === "maxResultSize", python: run.ending === "memoryError" || run.ending === "pythonKilled" }[name];
		gauge.toggleAttribute("data-fails", fails);
		gauge.hidden = name === "executor" && settings.mode === "local";
		slider.disabled = name === "python" && settings.mode === "cluster";
		const shown = `${limit} of ${scale}`;
		if (isHeld || slider.dataset["shown"] === shown) continue;
		slider.dataset["shown"] = shown;
		const [least] = ranges[setting as "driverMemory"];
		Object.assign(slider, { min: "0", max: String(scale), step: String(Math.max(16 * MiB, scale / 64)) });
		slider.value = String(limit);
		slider.dataset["least"] = String(least);
		slider.setAttribute("aria-valuetext", limit ? toLevel(limit) : "no limit");
	}
}

/** The limit that a slider stands for: never less than Spark starts with, in whole MiB. */
export function toLimit(slider: HTMLInputElement): number {
	const value = Math.max(Number(slider.value), Number(slider.dataset["least"] ?? leastHeap));
	return Math.round(value / MiB) * MiB;
}
