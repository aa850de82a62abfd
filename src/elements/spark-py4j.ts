/** The console that the build wrote around a recorded call: reads the reader's fields and shows what Py4J would send. */
import { findForm } from "../py4j/answer.ts";
import { encodeCommand, parseCommand, type Call } from "../py4j/command.ts";
import { isFatal } from "../py4j/explain.ts";
import { isCall, readCall, toFields, type ArgumentType, type CallFields, type CallKind, type Complaints } from "../py4j/read-call.ts";
import { answerOptions, hintOf, mostArguments, targetLabel, toAnswer, toArguments, toCommand, toFatalAnswer } from "./py4j/markup.ts";

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** What is longer, in an address, is no call of this console's. */
const longestAddress = 40_000;

class SparkPy4j extends HTMLElement {
	/** The last that could be sent. */
	#command = "";

	connectedCallback() {
		for (const type of ["input", "click", "submit"]) this.addEventListener(type, this);
		addEventListener("hashchange", this.#followAddress);
		this.#update();
		this.#followAddress();
	}

	disconnectedCallback() {
		for (const type of ["input", "click", "submit"]) this.removeEventListener(type, this);
		removeEventListener("hashchange", this.#followAddress);
	}

	handleEvent(event: Event) {
		const control = event.target as Control;
		if (event.type === "submit") event.preventDefault();
		else if (event.type === "click") this.#useButton(control);
		else if (control.name === "preset" && control.value) this.#fill(toFields(parseCommand(control.value) as Call));
		else if (control.name === "answer") this.#showAnswer();
		else {
			if (control.name === "type") this.#useType(control as HTMLSelectElement);
			this.#update();
		}
	}

	#useButton(control: HTMLElement) {
		const fields = this.#read();
		const row = control.closest("li");
		if (control.matches("[data-add]")) {
			this.#fill({ ...fields, args: [...fields.args, { type: "str", text: "" }] });
			this.#all(".args textarea").at(-1)!.focus();
		} else if (control.matches("[data-remove]")) {
			const at = [...row!.parentElement!.children].indexOf(row!);
			this.#fill({ ...fields, args: fields.args.filter((_, i) => i !== at) });
			(this.#all("[data-remove]")[at] ?? this.#all("[data-remove]").at(-1) ?? this.#find("[data-add]")).focus();
		}
	}

	#useType({ value, parentElement }: HTMLSelectElement) {
		const text = parentElement!.querySelector("textarea")!;
		text.disabled = value === "none";
		text.placeholder = hintOf(value as ArgumentType);
	}

	#read(): CallFields {
		return {
			kind: this.#value("kind") as CallKind,
			target: this.#value("target"),
			method: this.#value("method"),
			args: this.#all(".args li").map((row) => ({ type: row.querySelector("select")!.value as ArgumentType, text: row.querySelector("textarea")!.value })),
		};
	}

	#fill(fields: CallFields) {
		for (const name of ["kind", "target", "method"] as const) this.#control(name).value = fields[name];
		this.#find(".args").innerHTML = toArguments(fields.args).text;
		this.#update();
	}

	#update() {
		const fields = this.#read();
		const read = readCall(fields);
		const isConstructor = fields.kind === "constructor";
		this.#find(".method").hidden = isConstructor;
		this.#find("label[for=py4j-target]").textContent = targetLabel(fields.kind);
		this.#find<HTMLButtonElement>("[data-add]").disabled = fields.args.length >= mostArguments;
		this.#complain(isCall(read) ? { target: null, method: null, args: fields.args.map(() => null) } : read);
		this.#find(".wire").toggleAttribute("data-old", !isCall(read));
		this.#say(isCall(read) ? "" : "Not sent: a field says why. This is the last call that could be.");
		if (isCall(read)) this.#show(read);
	}

	#complain({ target, method, args }: Complaints) {
		for (const [control, sentence] of [[this.#control("target"), target], [this.#control("method"), method], ...this.#all<Control>(".args textarea").map((text, i) => [text, args[i]!] as const)] as const) {
			control.setAttribute("aria-invalid", String(sentence !== null));
			this.#find(`#${control.getAttribute("aria-describedby")}`).textContent = sentence;
		}
	}

	#show(call: Call) {
		const command = encodeCommand(call);
		const preset = this.#find<HTMLSelectElement>("[name=preset]");
		preset.value = command;
		if (!preset.value) preset.value = "";
		if (command === this.#command) return;
		this.#command = command;
		this.#find(".command").innerHTML = toCommand(call).text;
		const chosen = this.#recorded ? findForm(this.#recorded)!.letters : this.#value("answer");
		const answer = this.#find<HTMLSelectElement>("[name=answer]");
		answer.innerHTML = answerOptions(call.kind, chosen).text;
		if (answer.value !== chosen) answer.value = "yr";
		answer.disabled = isFatal(call);
		this.#showAnswer();
		this.#find<HTMLAnchorElement>(".foot a").hash = `console=${encodeURIComponent(command)}`;
	}

	#showAnswer() {
		const { value, disabled } = this.#find<HTMLSelectElement>("[name=answer]");
		this.#find(".answer").innerHTML = (disabled ? toFatalAnswer() : toAnswer(value, this.#recorded)).text;
	}

	/** The recorded answer to the call that is shown, if it is one of the recorded ones. */
	get #recorded(): string | null {
		return this.#find<HTMLSelectElement>("[name=preset]").selectedOptions[0]?.dataset["answer"] ?? null;
	}

	#followAddress = () => {
		const [, text] = /^#console=(.*)$/s.exec(location.hash) ?? [];
		if (text === undefined) return;
		this.scrollIntoView({ block: "start" });
		try {
			const call = text.length > longestAddress ? null : parseCommand(decodeURIComponent(text));
			if (call?.kind !== "call" && call?.kind !== "constructor") throw new Error("no call");
			this.#fill(toFields(call));
		} catch {
			this.#say("The address holds no call that this console can read. It still shows the one from before.");
		}
	};

	#say(sentence: string) {
		const status = this.#find("[role=status]");
		if (status.textContent !== sentence) status.textContent = sentence;
	}

	#find = <E extends HTMLElement = HTMLElement>(selector: string) => this.querySelector<E>(selector)!;
	#all = <E extends HTMLElement = HTMLElement>(selector: string) => [...this.querySelectorAll<E>(selector)];
	#control = (name: string) => this.#find<HTMLInputElement>(`[name=${name}]`);
	#value = (name: string) => this.#control(name).value;
}

customElements.define("spark-py4j", SparkPy4j);
