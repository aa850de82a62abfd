/** Links between a figure and the text around it. */
import { findStep, readHash, type StepAddress, toHash } from "../../browser/address.ts";

export interface Place {
	readonly story: string;
	readonly steps: readonly { readonly name: string }[];
	/** The figure has a page of its own, which keeps its step as `?step=`. */
	readonly isEmbed: boolean;
}

/** The step that the page's address names; null: none, or of another figure. */
export function readAddress({ story, isEmbed }: Place): StepAddress | null {
	if (isEmbed) {
		const step = new URLSearchParams(location.search).get("step");
		return step ? { story, step } : null;
	}
	const address = readHash(location.hash);
	if (!address || address.story === story) return address;
	const isElsewhere = document.getElementById(location.hash.slice(1)) ?? document.querySelector(`:is(spark-replay[story="${address.story}"], [data-story="${address.story}"])`);
	return isElsewhere ? null : address;
}

export function writeAddress({ story, isEmbed }: Place, step: string): void {
	const url = new URL(location.href);
	if (isEmbed) url.searchParams.set("step", step);
	else url.hash = toHash({ story, step });
	if (url.href !== location.href) history.replaceState(history.state, "", url);
}

/** Address of a step to hand on: in the lesson, also from an embed. */
export function toLink({ story, isEmbed }: Place, step: string): string {
	const lesson = isEmbed && document.querySelector<HTMLLinkElement>("link[rel=canonical]")?.href;
	const url = new URL(lesson || location.href);
	url.hash = toHash({ story, step });
	return url.href;
}

/** Index of the step, or a sentence that says what is wrong with the address. */
export function findAddress({ story, steps }: Place, address: StepAddress): number | string {
	if (address.story !== story) return `The address names a story “${address.story}”, which is not on this page.`;
	const index = findStep(steps, address.step);
	return index >= 0 ? index : `The address names a step “${address.step}”, which this story does not have.`;
}

const isPlain = ({ button, ctrlKey, metaKey, shiftKey, altKey }: MouseEvent) => button === 0 && !(ctrlKey || metaKey || shiftKey || altKey);

/** Calls back when a link in the text is followed to a step of this story. */
export function followLinks({ story }: Place, follow: (address: StepAddress) => void, signal: AbortSignal): void {
	document.addEventListener(
		"click",
		(event) => {
			const link = (event.target as Element).closest<HTMLAnchorElement>("a[href]");
			const address = link && link.pathname === location.pathname && isPlain(event) ? readHash(link.hash) : null;
			if (address?.story !== story) return;
			event.preventDefault();
			history.pushState(null, "", link!.hash);
			follow(address);
		},
		{ signal },
	);
}

/** Marks the links in the text that lead to the step that is shown. */
export function markLinks({ story }: Place, step: string): void {
	for (const link of document.querySelectorAll(`a[href^="#${story}."]`)) {
		if (link.getAttribute("href") === toHash({ story, step })) link.setAttribute("aria-current", "true");
		else link.removeAttribute("aria-current");
	}
}
