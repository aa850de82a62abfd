import { html } from "../../words/html.ts";

/** Outlines on a field of 16 × 16, filled. */
export const icons = {
	play: "M4 2l9 6-9 6z",
	pause: "M4 2h3v12H4zM9 2h3v12H9z",
	replay: "M8 3V0l5 4-5 4V5a4 4 0 1 0 4 4h2a6 6 0 1 1-6-6z",
	back: "M10.6 2L12 3.4 7.4 8l4.6 4.6-1.4 1.4-6-6z",
	next: "M5.4 2L4 3.4 8.6 8 4 12.6 5.4 14l6-6z",
	more: "M1 7h3v3H1zM6.5 7h3v3h-3zM12 7h3v3h-3z",
} as const;

export type Icon = keyof typeof icons;

export const drawIcon = (name: Icon) => html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="${icons[name]}"/></svg>`;
