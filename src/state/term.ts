/** A process named in prose, under the sign and the colour that it has in figures. The same markup as `Term.astro` writes. */
import { type Html, html } from "../words/html.ts";
import { processKinds, type SidedKind, sideOf } from "./kinds.ts";

export function toTerm(kind: SidedKind): Html {
	const side = sideOf(kind);
	const box = html`<rect x="2" y="1.5" width="10" height="9" fill="var(--${side}-fill)" stroke="var(--${side})"/>`;
	const sign = html`<svg class="sign" viewBox="0 0 14 12" aria-hidden="true">${box}</svg>`;
	return html`<span class="term ${side}">${sign}<span class="name">${processKinds[kind].name}</span></span>`;
}
