/** The sandbox's fields: words in, words out; what is wrong stays in its field and is said below. */
import { fields, readConf, readSettings, type Wrong, writeConf, writeSettings } from "../../memory/read-settings.ts";
import { defaults, type Settings } from "../../memory/settings.ts";
import { toGrouped } from "../../words/numbers.ts";

type Input = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const input = (form: HTMLFormElement, name: string) => form.elements.namedItem(name) as Input;

/** What the fields say over `settings`, and what is wrong with them. `changed`: name of the field that the reader is in. */
export function readForm(form: HTMLFormElement, settings: Settings, changed: string): { settings: Settings; wrong: readonly Wrong[] } {
	const read = changed === "conf" ? readConf(input(form, "conf").value, settings) : readSettings({ [changed]: input(form, changed).value }, settings);
	for (const { error } of read.wrong) input(form, changed).title = error;
	input(form, changed).toggleAttribute("aria-invalid", read.wrong.length > 0);
	return read;
}

/** All fields but the one that the reader is in. */
export function writeForm(form: HTMLFormElement, settings: Settings, except?: string): void {
	const words = writeSettings(settings, {} as Settings);
	for (const name of Object.keys(fields)) if (name !== except) set(input(form, name), words[name]!);
	if (except !== "conf") set(input(form, "conf"), writeConf(settings));
	for (const slider of form.querySelectorAll<HTMLInputElement>("[data-slides]")) {
		const name = slider.dataset["slides"] as Slides;
		if (except !== `slides-${name}`) slider.value = String(toPosition(name, settings[name]));
	}
	const shown: readonly string[] = [settings.way, settings.row, settings.limiter, ...(settings.earlier === "none" ? [] : ["earlier"])];
	for (const field of form.querySelectorAll<HTMLElement>("[data-only]")) field.hidden = !shown.includes(field.dataset["only"]!);
	const isLocal = settings.mode === "local";
	for (const name of ["executors", "cores", "executor-memory"]) input(form, name).disabled = isLocal;
	for (const slider of form.querySelectorAll<HTMLInputElement>("[data-slides=executors], [data-slides=cores]")) slider.disabled = isLocal;
	for (const name of ["python-memory", "limiter"]) input(form, name).disabled = settings.mode === "cluster";
}

function set(field: Input, words: string) {
	field.value = /^\d{5,}$/.test(words) ? toGrouped(Number(words)) : words;
	field.title = "";
	field.removeAttribute("aria-invalid");
}

/** Most that a slider reaches: more can be typed. */
const reaches = { rows: 1e9, partitions: 1e5, executors: 100, cores: 64 } as const;
export type Slides = keyof typeof reaches;

const toPosition = (name: Slides, value: number) => Math.round((1000 * Math.log10(Math.max(1, value))) / Math.log10(reaches[name]));

/** Two digits of the value at a slider's place. */
export function toSlid(name: Slides, position: number): number {
	const value = 10 ** ((position / 1000) * Math.log10(reaches[name]));
	const unit = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
	return Math.max(1, Math.round(value / unit) * unit);
}

/** `?rows=…`: what differs from the defaults, and the prediction of a run that was run. */
export function toLink(settings: Settings, ran: string | null): string {
	const words = new URLSearchParams({ ...writeSettings(settings, defaults), ...(ran === null ? {} : { ran }) });
	return String(words).replaceAll("%2B", "+").replaceAll("+", "%2B");
}

export function readLink(search: string): { settings: Settings; wrong: readonly Wrong[]; ran: string | null } {
	const params = new URLSearchParams(search);
	const words = Object.fromEntries([...params].filter(([name]) => Object.hasOwn(fields, name)));
	return { ...readSettings(words, defaults), ran: params.get("ran") };
}
