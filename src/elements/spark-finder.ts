/** Finds a recorded failure by what a reader pastes. What was pasted is only ever compared and shown as text. */
import { findFailure, type Finding, type Known, type Pattern } from "../failures/match";
import { groupTrace, ownerNames, ownerPaint, readTrace } from "../failures/trace";

/** ms without a key before the answer changes: a screen reader hears one, not one a letter. */
const patience = 250;
/** Lines of a text whose owners are shown. */
const shownLines = 300;

class SparkFinder extends HTMLElement {
	#known: Known[] = [];
	#general: Known[] = [];
	#timer = 0;

	connectedCallback(): void {
		this.#known = [...this.querySelectorAll<HTMLElement>("[data-failure]")].map((item) => toKnown(item, item.dataset["failure"]!));
		this.#general = [...this.#template.querySelectorAll<HTMLElement>("[data-general]")].map((item) => toKnown(item, item.dataset["general"]!));
		this.#form.hidden = false;
		this.addEventListener("input", this.#wait);
		this.addEventListener("reset", this.#clear);
		this.addEventListener("submit", (event) => event.preventDefault());
		if (this.#text.value) this.#answer();
	}

	disconnectedCallback(): void {
		clearTimeout(this.#timer);
		this.removeEventListener("input", this.#wait);
		this.removeEventListener("reset", this.#clear);
	}

	get #form() {
		return this.querySelector("form")!;
	}
	get #text() {
		return this.querySelector("textarea")!;
	}
	get #template() {
		return this.querySelector("template")!.content;
	}

	#wait = (): void => {
		clearTimeout(this.#timer);
		this.#timer = window.setTimeout(this.#answer, patience);
	};

	#clear = (): void => {
		clearTimeout(this.#timer);
		this.#show([], "");
		this.#text.focus();
	};

	#answer = (): void => {
		const text = this.#text.value;
		const finding = findFailure(text, this.#known, this.#general);
		this.#show(this.#toWords(finding), finding.kind === "empty" ? "" : text);
		this.dataset["finding"] = finding.kind;
	};

	#show(words: Node[], text: string): void {
		delete this.dataset["finding"];
		this.querySelector(".finding")!.replaceChildren(...words);
		const whose = this.querySelector<HTMLElement>(".whose")!;
		const lines = text.split(/\r\n?|\n/, shownLines + 1);
		// One line has one owner, and no trace tells which.
		whose.hidden = lines.length < 3;
		whose.replaceChildren(...(whose.hidden ? [] : toOwners(lines)));
	}

	#toWords(finding: Finding): Node[] {
		switch (finding.kind) {
			case "empty":
				return [];
			case "found":
				return this.#toFound(finding.matches);
			case "general":
				return [
					element("p", element("strong", "These words come with many failures and name none."), " There is a line that does:"),
					...finding.matches.map(({ name }) => this.#template.querySelector(`[data-general="${name}"]`)!.cloneNode(true)),
				];
			case "unknown":
				return toUnknown(this.#known.length);
			default:
				throw new Error(`invalid finding: ${finding satisfies never}`);
		}
	}

	#toFound(matches: Extract<Finding, { kind: "found" }>["matches"]): Node[] {
		const [first, ...others] = matches;
		const item = this.#item(first!.name);
		const link = item.querySelector("a")!;
		const answer = item.querySelector(".answer")!.cloneNode(true) as HTMLElement;
		const go = element("a", "See it happen, with all that it printed");
		go.href = link.href;
		go.className = "go";
		const isSure = first!.weight === 3;
		const also = others.filter(({ weight }) => weight === first!.weight || weight === 3);
		return [
			element("p", isSure ? "This is " : "This may be ", element("strong", link.textContent), ". The line that says so:"),
			element("p", element("code", first!.line)),
			answer,
			element("p", go),
			...(also.length ? [element("p", "Your text also fits: ", ...also.flatMap(({ name }, i) => [...(i ? [", "] : []), this.#item(name).querySelector("a")!.cloneNode(true)]), ".")] : []),
		];
	}

	#item(name: string): HTMLElement {
		return this.querySelector<HTMLElement>(`[data-failure="${name}"]`)!;
	}
}

function toKnown(item: HTMLElement, name: string): Known {
	const patterns = (JSON.parse(item.dataset["patterns"]!) as [string[], Pattern["weight"], 0 | 1][]).map(([pieces, weight, isLine]) => ({ pieces, weight, isLine: isLine === 1 }));
	return { name, patterns };
}

function element<K extends keyof HTMLElementTagNameMap>(tag: K, ...children: (Node | string)[]): HTMLElementTagNameMap[K] {
	const made = document.createElement(tag);
	made.append(...children);
	return made;
}

const toUnknown = (count: number) => [
	element("p", element("strong", `This is none of the ${count} recorded failures.`), " Four lines to look for in what you have:"),
	element(
		"ul",
		element("li", "the last line of the last Python traceback: it names the error, the lines above it only the way there;"),
		element("li", "the last “Caused by:” of a JVM’s stack, which is the first that went wrong;"),
		element("li", "what stands behind “most recent failure:”, if a job was aborted: an executor said that;"),
		element("li", "the end of that executor’s stderr, in the web UI under Executors: what killed it stands there or nowhere."),
	),
];

/** The text once more, each line under whom it looks to be of. */
function toOwners(lines: readonly string[]): Node[] {
	const groups = groupTrace(readTrace(lines.slice(0, shownLines).join("\n"))).filter(({ owner }) => owner !== "none");
	if (!groups.length) return [];
	const list = element(
		"ol",
		...groups.map(({ owner, parts }) => {
			const item = element("li", element("span", ownerNames[owner]), element("div", ...parts.map(toPart)));
			item.className = `${ownerPaint(owner)} ${owner}`;
			item.firstElementChild!.className = "who";
			return item;
		}),
	);
	const figure = element("figure", list);
	figure.className = "trace";
	// It scrolls, so the keyboard must reach it.
	figure.tabIndex = 0;
	figure.setAttribute("role", "region");
	figure.setAttribute("aria-label", "Whose line is whose");
	const more = lines.length > shownLines ? ` The first ${shownLines} lines.` : "";
	return [element("p", `Whose line is whose, as far as their form tells; bold: code that is in no library.${more}`), figure];
}

function toPart({ lines, isFolded }: ReturnType<typeof groupTrace>[number]["parts"][number]): Node {
	const text = element("pre", ...lines.flatMap(({ text, isOwn }, i) => [i ? "\n" : "", isOwn ? element("b", text) : text]));
	return isFolded ? element("details", element("summary", `${lines.length} more frames`), text) : text;
}

customElements.define("spark-finder", SparkFinder);
