/** What a reader can do with a figure besides playing it: its link, its picture, the whole screen. */
import type { Layout } from "../../drawing/shapes.ts";
import type { Figure } from "../../story/figure.ts";
import type { Act } from "./controls.ts";
import { type Place, toLink } from "./links.ts";

/** What is shown now. */
export interface Shot {
	readonly figure: Figure;
	readonly at: number;
	readonly layout: Layout;
	/** Name of the step. */
	readonly step: string;
}

/** Resolves to a sentence for the reader; empty: there is nothing to say. Rejects if the browser cannot do it. */
export async function doAct(act: Act, host: HTMLElement, place: Place, { figure, at, layout, step }: Shot): Promise<string> {
	if (act === "link") return copy(toLink(place, step));
	if (act === "svg" || act === "png") {
		// Fetched on the click: few take a picture away.
		const { readTheme, savePng, saveSvg } = await import("../../browser/downloads.ts");
		const options = { theme: readTheme(host), label: figure.describe(at) };
		await (act === "svg" ? saveSvg : savePng)(figure.draw(at, layout), options, `${place.story}-${step}`);
	} else if (document.fullscreenElement) await document.exitFullscreen();
	else await host.requestFullscreen();
	return "";
}

export const copied = "Link copied.";

async function copy(link: string): Promise<string> {
	try {
		await navigator.clipboard.writeText(link);
		return copied;
	} catch {
		return `Copy this link: ${link}`;
	}
}
