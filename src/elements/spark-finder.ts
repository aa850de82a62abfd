/** Finds a recorded failure by what a reader pastes. What was pasted is only ever compared and shown as text. */
import { findFailure, type Finding, type Known, type Match } from "../failures/match.ts";
import { groupTrace, ownerNames, ownerPaint, readTrace } from "../failures/trace.ts";

/** ms without a key before the answer changes: a screen reader hears one, not one a letter. */
const patience = 250;
/** Lines of a text whose owners are shown. */
const shownLines = 300;

type Entry = Known & { /** HTML of the build. */ readonly answer: string };

class SparkFinder extends HTMLElement {
	#data?: Promise<{ failures: Entry[]; general: Entry[] }>;
	#timer = 0;

	connectedCallback(): void {
		this.querySelector("form")!.hidden = false;
		this.addEventListener("focusin", this.#prepare);
		this.addEventListener("input", this.#wait);
		this.addEventListener("reset", this.#clear);
		this.addEventListener("submit", stay);
		// A browser may have kept what was pasted before.
		if (this.#text.value) this.#wait();
	}

	disconnectedCallback(): void {
		clearTimeout(this.#timer);
		this.removeEventListener("focusin", this.#prepare);
		this.removeEventListener("input", this.#wait);
		this.removeEventListener("reset", this.#clear);
		this.removeEventListener("submit", stay);
	}

	get #text() {
		return this.querySelector("textarea")!;
	}

	/** Words and answers, fetched once; again after a failure. */
	#load = () =>
		(this.#data ??= fetch(this.dataset["src"]!).then((response) => {
			if (!response.ok) throw new Error(`${this.dataset["src"]}: ${response.status}`);
			return response.json() as Promise<{ failures: Entry[]; general: Entry[] }>;
		}));

	#prepare = (): void => {
		this.#load().catch(() => (this.#data = undefined));
	};

	#wait = (): void => {
		clearTimeout(this.#timer);
		this.#timer = window.setTimeout(this.#answer, patience);
	};

	#clear = (): void => {
		clearTimeout(this.#timer);
		this.#show([], "");
		this.#text.focus();
	};

	#answer = async (): Promise<void> => {
		const text = this.#text.value;
		try {
			const { failures, general } = await this.#load();
			// Another key was pressed while it loaded.
			if (text !== this.#text.value) return;
			const finding = findFailure(text, failures, general);
			this.#show(this.#toWords(finding, failures, general), finding.kind === "empty" ? "" : text);
		} catch {
			this.#data = undefined;
			this.#show([element("p", "The finder could not be loaded. The list below has the same failures.")], "");
		}
	};

	#show(words: Node[], text: string): void {
		this.querySelector(".finding")!.replaceChildren(...words);
		const whose = this.querySelector<HTMLElement>(".whose")!;
		const lines = text.split(/\r\n?|\n/, shownLines + 1);
		// One line has one owner, and no trace tells which.
		whose.hidden = lines.length < 3;
		whose.replaceChildren(...(whose.hidden ? [] : toOwners(lines)));
	}

	#toWords(finding: Finding, failures: readonly Entry[], general: readonly Entry[]): Node[] {
		switch (finding.kind) {
			case "empty":
				return [];
			case "found":
				return this.#toFound(finding.matches, failures);
			case "general":
				return [
					element("p", element("strong", "These words come with many failures and name none."), " There is a line that does:"),
					...finding.matches.map(({ name }) => toNodes(general.find((one) => one.name === name)!.answer)),
				];
			case "unknown":
				return toUnknown(failures.length);
			default:
				throw new Error(`invalid finding: ${finding satisfies never}`);
		}
	}

	#toFound(matches: readonly Match[], failures: readonly Entry[]): Node[] {
		const [first, ...others] = matches;
		const link = this.#item(first!.name).querySelector("a")!;
		const answer = element("div", toNodes(failures.find(({ name }) => name === first!.name)!.answer));
		answer.className = "answer";
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

/** HTML that the build made. Never of what was pasted. */
function toNodes(html: string): DocumentFragment {
	const template = document.createElement("template");
	template.innerHTML = html;
	return template.content;
}

const stay = (event: Event): void => event.preventDefault();

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
