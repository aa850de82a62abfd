import { messageId } from "../../state/messages.ts";
import type { Figure, Inspection } from "../../story/figure.ts";
import type { ResolvedStory } from "../../story/story.ts";
import { type Run, toRuns } from "./bytes.ts";
import { html, type Html } from "../../words/html.ts";
import { toGrouped } from "../../words/numbers.ts";

/** The entity that a step is about; null: none. */
export function toSubject({ steps }: ResolvedStory, step: number): string | null {
	const { message, look } = steps[step]!;
	return message === undefined ? (look[0] ?? null) : messageId(message);
}

export interface Entity {
	entity: string;
	title: string;
}

/** What can be looked into at a story time: each thing in the picture, once, in the order in which it is drawn; then `also`. */
export function toEntities(figure: Figure, at: number, also: string | null): Entity[] {
	const drawn = new Set(figure.draw(at, "wide").shapes.flatMap(({ entity }) => entity ?? []));
	if (also !== null) drawn.add(also);
	return [...drawn].flatMap((entity) => {
		const found = figure.inspect(entity, at);
		return found ? [{ entity, title: found.title }] : [];
	});
}

export const toOptions = (entities: readonly Entity[], chosen: string | null) => [
	html`<option value="">(what the step is about)</option>`,
	...entities.map(({ entity, title }) => html`<option value="${entity}"${entity === chosen && html` selected`}>${title}</option>`),
];

/** Characters of a value that are shown unasked: a JVM's command line would fill the panel. */
const most = 140;

const toValue = (value: string) =>
	value.length <= most ? value : html`<details><summary>${value.slice(0, most)} …</summary>… ${value.slice(most)}</details>`;

export const toFacts = (found: Inspection | null): Html =>
	found
		? html`<dl aria-label="${found.title}">${found.facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${toValue(value)}</dd></div>`)}</dl>`
		: html``;

const toHint = (text: string) => html`<p class="hint">${text}</p>`;

export function toBytes(found: Inspection | null): Html {
	if (!found) return toHint("Choose a process, a channel or a message, here or in the picture: this panel shows what was recorded of it.");
	const { bytes } = found;
	if (!bytes) return toHint("Choose a message, here or in the picture, to read its bytes.");
	return html`<ol class="runs">${toRuns(bytes).map(toItem)}</ol>`;
}

function toItem({ hex, more, field }: Run): Html {
	const rest = more > 0 ? `${hex && " "}… ${toGrouped(more)} more` : "";
	return html`<li>${(hex || rest) && html`<code${field && html` class="named"`}>${hex}${rest}</code>`}${field && html`<span>${field.name} = ${field.value}</span>`}</li>`;
}
