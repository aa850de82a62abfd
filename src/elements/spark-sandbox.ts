/** The collect() sandbox. It enables the form that the build wrote, runs the model, and draws its run with the scene of the replays. */
import { Player } from "../browser/player.ts";
import { updateSvg } from "../browser/update-svg.ts";
import type { Layout } from "../drawing/shapes.ts";
import { presets } from "../memory/presets.ts";
import { remedies } from "../memory/remedies.ts";
import { type Run, runModel } from "../memory/run.ts";
import { defaults, type Settings } from "../memory/settings.ts";
import { endingNames, phaseNames } from "../memory/words.ts";
import { cluster } from "../scenes/cluster.ts";
import { knotAt, stateOfRun } from "../state/from-run.ts";
import { readForm, readLink, type Slides, toLink, toSlid, writeForm } from "./sandbox/form.ts";
import { type GaugeName, limits, toLimit, updateGauges } from "./sandbox/gauges.ts";
import { toCompare, toOutcome, toRemedies } from "./sandbox/outcome.ts";

/** ms of the whole way. */
const whole = 9000;
/** ms. Levels rise slowly, so that not every frame needs a new picture. */
const pictureEvery = 40;

class SparkSandbox extends HTMLElement {
	#settings: Settings = defaults;
	#run: Run = runModel(defaults);
	/** The last that was run to its end, and the one before it. */
	#done: Run | null = null;
	#before: Run | null = null;
	#prediction: string | null = null;
	#player: Player | null = null;
	#at = 0;
	#layout: Layout = "wide";
	/** Where the picture that is shown stands, in ms of the player. */
	#shown = -Infinity;
	/** The levels of that picture are still to be drawn. */
	#owesLevels = false;
	#end = new AbortController();

	connectedCallback(): void {
		this.#end = new AbortController();
		const { signal } = this.#end;
		for (const field of this.querySelectorAll<HTMLInputElement>(":disabled")) field.disabled = false;
		const form = this.#form;
		form.addEventListener("input", this.#onInput, { signal });
		form.addEventListener("submit", this.#onSubmit, { signal });
		this.addEventListener("click", this.#onClick, { signal });
		this.#find(".gauges").addEventListener("input", this.#onLimit, { signal });
		this.#find(".gauges").addEventListener("change", this.#onLimitSet, { signal });
		this.#seek.addEventListener("input", () => this.#player?.move({ do: "seek", at: (Number(this.#seek.value) / 1000) * this.#duration }), { signal });
		const size = new ResizeObserver(() => {
			this.#layout = getComputedStyle(this.#find(".stage > .wide")).display === "none" ? "narrow" : "wide";
			this.#draw();
		});
		size.observe(this.#find(".stage"));
		const sight = new IntersectionObserver((entries) => this.#player?.setOnScreen(entries.some((e) => e.isIntersecting)));
		sight.observe(this.#find(".stage"));
		signal.addEventListener("abort", () => [size, sight].forEach((observer) => observer.disconnect()));
		const { settings, wrong, ran } = readLink(location.search);
		this.#change(settings);
		this.#say(wrong.map(({ error }) => `${error} The link’s other settings are in force.`));
		if (ran !== null) this.#start(ran, true);
		this.dataset["live"] = "";
	}

	disconnectedCallback(): void {
		this.#end.abort();
		this.#player?.move({ do: "pause" });
	}

	/** New settings: what was run before stays to be compared with. */
	#change(settings: Settings, except?: string): void {
		this.#settings = settings;
		this.#run = runModel(settings);
		this.#player?.move({ do: "pause" });
		this.#player = null;
		this.#at = 0;
		writeForm(this.#form, settings, except);
		for (const part of [".outcome", ".remedies", ".compare"]) this.#find(part).hidden = true;
		this.#keepLink(null);
		this.#say([]);
		this.#draw();
	}

	#onInput = ({ target }: Event): void => {
		const field = target as HTMLInputElement;
		if (field.name === "prediction") return this.#say([]);
		const slides = field.dataset["slides"] as Slides | undefined;
		if (slides) return this.#change({ ...this.#settings, [slides]: toSlid(slides, Number(field.value)) }, `slides-${slides}`);
		const { settings, wrong } = readForm(this.#form, this.#settings, field.name);
		if (wrong.length) return this.#say(wrong.map(({ error }) => error));
		this.#change(settings, field.name);
	};

	#onLimit = ({ target }: Event): void => {
		const slider = target as HTMLInputElement;
		slider.dataset["held"] = "";
		const name = slider.closest<HTMLElement>("[data-gauge]")!.dataset["gauge"] as GaugeName;
		this.#change({ ...this.#settings, [limits[name]]: toLimit(slider) });
		slider.setAttribute("aria-valuetext", slider.closest("[data-gauge]")!.querySelector(".level")!.textContent!);
	};

	#onLimitSet = ({ target }: Event): void => {
		delete (target as HTMLElement).dataset["held"];
		this.#draw();
	};

	#onSubmit = (event: Event): void => {
		event.preventDefault();
		const prediction = new FormData(this.#form).get("prediction") as string | null;
		if (prediction === null) {
			this.#say(["Say first how it will end: choose one of the six, then run it."]);
			this.#form.querySelector<HTMLElement>("[name=prediction]")!.focus();
			return;
		}
		this.#start(prediction, false);
	};

	#onClick = ({ target }: Event): void => {
		const button = (target as HTMLElement).closest<HTMLElement>("button");
		const preset = presets.find(({ name }) => name === button?.dataset["preset"]);
		const remedy = remedies.find(({ name }) => name === button?.dataset["remedy"]);
		if (preset) {
			this.#before = preset.before ? runModel(preset.before) : null;
			this.#done = this.#before;
			this.#clearPrediction();
			this.#change(preset.settings);
			this.#say([], preset.says);
		} else if (remedy) {
			const settings = remedy.apply(this.#settings);
			if (!settings) return;
			this.#clearPrediction();
			this.#change(settings);
			this.#start("", false);
			this.#find(".stage").scrollIntoView({ block: "nearest" });
			this.#find(".stage").focus({ preventScroll: true });
		} else if (button?.dataset["do"] === "toggle") {
			if (this.#player) this.#player.move({ do: "toggle" });
			else this.#form.requestSubmit();
		}
	};

	#clearPrediction(): void {
		for (const radio of this.querySelectorAll<HTMLInputElement>("[name=prediction]")) radio.checked = false;
	}

	/** Runs what is set. `prediction`: an ending, or nothing. `atOnce`: shows its end, as a link asks, and a reader who wants no motion. */
	#start(prediction: string, atOnce: boolean): void {
		this.#prediction = Object.hasOwn(endingNames, prediction) ? prediction : null;
		const radio = this.#form.querySelector<HTMLInputElement>(`[name=prediction][value="${CSS.escape(prediction)}"]`);
		if (radio) radio.checked = true;
		this.#keepLink(prediction);
		this.#before = this.#done;
		this.#shown = -Infinity;
		const stops = [...new Set(this.#run.knots.map((knot) => Math.round(knot.at * whole)))];
		this.#player = new Player({ duration: this.#duration, stops }, ({ at, playing, ended }) => this.#show(at, playing, ended));
		this.#done = this.#run;
		if (atOnce || matchMedia("(prefers-reduced-motion: reduce)").matches) this.#player.move({ do: "seek", at: this.#duration });
		else this.#player.move({ do: "play" });
	}

	get #duration(): number {
		return Math.max(1, Math.round(this.#run.knots.at(-1)!.at * whole));
	}

	#show(at: number, playing: boolean, ended: boolean): void {
		const owed = this.#owesLevels;
		if (playing && !owed && at >= this.#shown && at < this.#shown + pictureEvery) return;
		this.#at = at / whole;
		// While it moves, a picture and its levels take a frame each.
		this.#owesLevels = playing && !owed;
		if (!this.#owesLevels) this.#drawLevels();
		if (playing && owed) return;
		this.#shown = at;
		this.#drawPicture();
		const button = this.#find("[data-do=toggle]");
		button.textContent = playing ? "Pause" : ended ? "Again" : "Play";
		const outcome = this.#find(".outcome");
		if (ended === !outcome.hidden) return;
		const parts: [string, () => string][] = [
			[".outcome", () => toOutcome(this.#run, this.#prediction).text],
			[".remedies", () => toRemedies(this.#run).text],
			[".compare", () => (this.#before && this.#before !== this.#run ? toCompare(this.#before, this.#run).text : "")],
		];
		for (const [part, write] of parts) {
			const section = this.#find(part);
			if (ended) section.innerHTML = write();
			section.hidden = !ended || !section.firstElementChild;
		}
		for (const bar of this.querySelectorAll<HTMLElement>("[data-width]")) bar.style.width = `${bar.dataset["width"]}%`;
	}

	#draw(): void {
		this.#drawPicture();
		this.#drawLevels();
	}

	get #place(): { at: number; isOver: boolean; phase: string } {
		const at = this.#player ? this.#at : -1;
		const isOver = this.#player !== null && at >= this.#run.knots.at(-1)!.at - 1e-4;
		return { at, isOver, phase: this.#player ? (isOver ? endingNames[this.#run.ending] : phaseNames[knotAt(this.#run, at).phase]) : "Not run yet" };
	}

	#drawPicture(): void {
		const { at, phase } = this.#place;
		const svg = this.querySelector<SVGSVGElement>(`.stage > .${this.#layout} > svg`)!;
		updateSvg(svg, cluster.draw(stateOfRun(this.#run, at), this.#layout, {}));
		if (svg.getAttribute("aria-label") !== phase) svg.setAttribute("aria-label", phase);
	}

	#drawLevels(): void {
		const { at, isOver, phase } = this.#place;
		updateGauges(this, this.#run, knotAt(this.#run, at), isOver);
		this.#seek.value = String(Math.round((1000 * Math.max(0, at) * whole) / this.#duration));
		if (this.#find(".phase").textContent !== phase) this.#find(".phase").textContent = phase;
	}

	#say(errors: readonly string[], note = ""): void {
		const place = this.#find(".wrong");
		place.textContent = errors.join(" ") || note;
		place.toggleAttribute("data-note", !errors.length);
	}

	#keepLink(ran: string | null): void {
		const others = [...new URLSearchParams(location.search)].filter(([name]) => ["theme", "controls", "step"].includes(name));
		const query = [new URLSearchParams(others).toString(), toLink(this.#settings, ran)].filter(Boolean).join("&");
		if (this.isConnected && this.dataset["live"] !== undefined) history.replaceState(null, "", `${location.pathname}${query ? `?${query}` : ""}${location.hash}`);
	}

	get #form() {
		return this.querySelector("form")!;
	}

	get #seek() {
		return this.#find<HTMLInputElement>("[data-do=seek]");
	}

	#find<E extends HTMLElement = HTMLElement>(selector: string): E {
		return this.querySelector<E>(selector)!;
	}
}

customElements.define("spark-sandbox", SparkSandbox);
