/** The console's markup, for the build and for the page alike. */
import { answerForms, fatalForm, findForm, isOfConstructor, toForm } from "../../py4j/answer.ts";
import { encodeCommand, type Call } from "../../py4j/command.ts";
import { explainAnswer, explainCall, toBytes, toPython, type Line } from "../../py4j/explain.ts";
import type { ArgumentType, CallFields, CallKind } from "../../py4j/read-call.ts";
import { html, type Html } from "../../words/html.ts";

/** A call that was recorded, and its answer. */
export interface RecordedCall {
	readonly call: Call;
	/** Without its line feed. */
	readonly answer: string;
}

const kinds: Record<CallKind, string> = { static: "a static method", object: "a method of an object", constructor: "a constructor" };
const types: Record<ArgumentType, string> = {
	none: "None",
	bool: "bool",
	int: "int",
	float: "float",
	decimal: "Decimal",
	str: "str",
	bytes: "bytes (hex)",
	object: "Java object",
	proxy: "Python object",
};
const hints: Partial<Record<ArgumentType, string>> = { bool: "True", int: "7", float: "1.5", decimal: "12.50", bytes: "80 05 4b", object: "o36", proxy: "java.lang.Runnable" };

/** Arguments that can be added with the button. */
export const mostArguments = 6;

const toOptions = (options: Record<string, string>, chosen: string) => Object.entries(options).map(([value, text]) => html`<option value="${value}"${value === chosen ? html` selected` : ""}>${text}</option>`);

const toComplaint = (id: string) => html`<p class="complaint" id="${id}"></p>`;

/** One row; its number counts from 1. */
function toArgument({ type, text }: CallFields["args"][number], i: number): Html {
	const n = i + 1;
	return html`<li><select name="type" aria-label="Type of argument ${n}">${toOptions(types, type)}</select><textarea name="text" rows="1" spellcheck="false" autocomplete="off" aria-label="Argument ${n}" aria-describedby="py4j-arg-${n}" placeholder="${hints[type] ?? ""}"${type === "none" ? html` disabled` : ""}>
${text}</textarea><button type="button" data-remove aria-label="Remove argument ${n}">×</button>${toComplaint(`py4j-arg-${n}`)}</li>`;
}

export const toArguments = (args: CallFields["args"]) => html`${args.map(toArgument)}`;

export const hintOf = (type: ArgumentType) => hints[type] ?? "";
export const targetLabel = (kind: CallKind) => (kind === "object" ? "Object’s id" : "Class");

export function toFormMarkup(fields: CallFields, recorded: readonly RecordedCall[], chosen: number): Html {
	const presets = recorded.map(({ call, answer }, i) => html`<option value="${encodeCommand(call)}" data-answer="${answer}"${i === chosen ? html` selected` : ""}>${toShortPython(call)}</option>`);
	return html`<form autocomplete="off">
<div class="field"><label for="py4j-preset">Recorded calls</label><select id="py4j-preset" name="preset"><option value="">a call of your own</option>${presets}</select></div>
<div class="field"><label for="py4j-kind">Call</label><select id="py4j-kind" name="kind">${toOptions(kinds, fields.kind)}</select></div>
<div class="field"><label for="py4j-target">${targetLabel(fields.kind)}</label><input id="py4j-target" name="target" spellcheck="false" autocapitalize="off" aria-describedby="py4j-target-complaint" value="${fields.target}">${toComplaint("py4j-target-complaint")}</div>
<div class="field method"><label for="py4j-method">Method</label><input id="py4j-method" name="method" spellcheck="false" autocapitalize="off" aria-describedby="py4j-method-complaint" value="${fields.method}">${toComplaint("py4j-method-complaint")}</div>
<fieldset><legend>Arguments</legend><ol class="args">${toArguments(fields.args)}</ol><button type="button" data-add>Add an argument</button></fieldset>
</form>`;
}

/** As a select has room for: classes without their packages. */
const toShortPython = (call: Call) => toPython(call).replace(/^jvm\.([a-z]\w*\.)*/, "");

function toLine({ pieces, says, bytes }: Line): Html {
	const sent = pieces.map(({ text, role }) => (role === "text" ? html`<bdi>${text}</bdi>` : role === "sign" ? html`<b>${text}</b>` : html`<u>${text}</u>`));
	const words = says.map(({ sign, words }, i) => html`${i ? ", " : ""}${sign ? html`<code>${sign}</code> ` : ""}${words}`);
	return html`<li><code class="sent">${sent}<i aria-hidden="true">↵</i></code><span class="says">${words}</span><span class="size">${bytes} ${bytes === 1 ? "byte" : "bytes"}</span></li>`;
}

/** What is sent. */
export function toCommand(call: Call): Html {
	const lines = explainCall(call);
	return html`<p class="python"><code>${toPython(call)}</code></p>
<p class="way"><strong>Python sends</strong> ${lines.length} lines, ${toBytes(call)} bytes</p>
<ol class="lines">${lines.map(toLine)}</ol>`;
}

export const answerOptions = (kind: Call["kind"], chosen: string) => {
	const forms = kind === "constructor" ? answerForms.filter(isOfConstructor) : answerForms;
	return html`${forms.map(({ letters, returns }) => html`<option value="${letters}"${letters === chosen ? html` selected` : ""}>${returns}</option>`)}`;
};

/** What is answered where the JVM cannot read an argument. */
export const toFatalAnswer = () => html`<ol class="lines">${toLine(explainAnswer(fatalForm))}</ol><p class="note">The JVM cannot read an argument, so no method is called.</p>`;

/** The form of the answer; if it was recorded, the answer. */
export function toAnswer(letters: string, recorded: string | null): Html {
	const isRecorded = recorded !== null && findForm(recorded)?.letters === letters;
	const form = isRecorded ? toForm(recorded)! : answerForms.find((form) => form.letters === letters)!;
	const note = isRecorded ? "This is the answer that was recorded." : form.rest ? "A form: what follows the letters is an example." : "";
	return html`<ol class="lines">${toLine(explainAnswer(form))}</ol><p class="note">${note}</p>`;
}

/** All of it, as it stands in the page before scripts run: a worked example. */
export function toConsole(fields: CallFields, recorded: readonly RecordedCall[], chosen: number): Html {
	const { call, answer } = recorded[chosen]!;
	const { letters } = findForm(answer)!;
	return html`${toFormMarkup(fields, recorded, chosen)}
<div class="wire"><div class="command">${toCommand(call)}</div>
<p class="way jvm"><strong>The JVM answers</strong> <label>if it returns <select name="answer">${answerOptions(call.kind, letters)}</select></label></p>
<div class="answer">${toAnswer(letters, answer)}</div>
<p class="foot"><span role="status"></span> <a href="#console">Link to this call</a></p></div>`;
}
