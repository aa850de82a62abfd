/** A figure in a reader's hands: brings its markup to life without a change to what it shows. */
import { Player, type Shown } from "../../browser/player.ts";
import type { Figure } from "../../story/figure.ts";
import type { ResolvedStory } from "../../story/story.ts";
import { copied, doAct } from "./acts.ts";
import { Captions } from "./captions.ts";
import { type Act, Controls, setText } from "./controls.ts";
import { Inspector } from "./inspector.ts";
import { readKey } from "./keys.ts";
import { findAddress, followLinks, markLinks, type Place, readAddress, writeAddress } from "./links.ts";
import { toSubject } from "./panel.ts";
import { followStep } from "./phone-scroll.ts";
import { Stage } from "./stage.ts";
import { stillness } from "./stillness.ts";

export class Session {
	readonly #host: HTMLElement;
	readonly #story: ResolvedStory;
	readonly #figure: Figure;
	readonly #fail: (error: unknown) => void;
	readonly #place: Place;
	readonly #player: Player;
	readonly #stage: Stage;
	readonly #captions: Captions;
	readonly #controls: Controls;
	readonly #inspector: Inspector;
	#before: Shown | null = null;

	/** Lasts until `signal` aborts. `fail` gets whatever goes wrong later. */
	constructor(
		host: HTMLElement,
		story: ResolvedStory,
		figure: Figure,
		fail: (error: unknown) => void,
		signal: AbortSignal,
	) {
		this.#host = host;
		this.#story = story;
		this.#figure = figure;
		this.#fail = fail;
		this.#place = { story: story.name, steps: figure.steps, isEmbed: host.hasAttribute("embed") };
		const player = (this.#player = new Player(
			{ duration: figure.duration, stops: figure.steps.map(({ at }) => at) },
			(shown) => this.#show(shown),
			() => stillness.isStill,
		));
		this.#stage = new Stage(this.#find(".stage"), figure, signal);
		this.#captions = new Captions(this.#find(".captions"), (step) => player.move({ do: "step", step }), signal);
		this.#controls = new Controls(this.#find(".controls"), figure, (move) => player.move(move), (act) => this.#act(act), signal);
		this.#inspector = new Inspector(this.#find(".panel"), figure, (entity) => this.#inspect(entity), signal);
		this.#listen(signal);
		this.#start();
	}

	#find(selector: string): HTMLElement {
		return this.#host.querySelector<HTMLElement>(selector)!;
	}

	#start(): void {
		const { steps } = this.#figure;
		const first = Math.max(0, steps.findIndex(({ name }) => name === this.#host.getAttribute("step")));
		this.#stage.adopt(steps[first]!.at);
		this.#player.move({ do: "step", step: first });
		this.#controls.enable();
		this.#inspector.enable();
		if (!document.fullscreenEnabled) this.#find("[data-act=full]").hidden = true;
		this.#obey();
	}

	#listen(signal: AbortSignal): void {
		const [host, stage] = [this.#host, this.#find(".stage")];
		const inspectAt = ({ clientX, clientY }: MouseEvent) => this.#inspect(this.#stage.entityAt(clientX, clientY));
		stage.addEventListener("click", inspectAt, { signal });
		host.addEventListener("keydown", (event) => this.#press(event), { signal });
		const nameFull = () =>
			setText(this.#find("[data-act=full]"), document.fullscreenElement === host ? "Leave full screen" : "Full screen");
		host.addEventListener("fullscreenchange", nameFull, { signal });
		followLinks(this.#place, (address) => this.#go(address, true), signal);
		for (const type of ["hashchange", "popstate"]) addEventListener(type, () => this.#obey(), { signal });
		const sight = new IntersectionObserver(([entry]) => this.#player.setOnScreen(entry!.isIntersecting));
		sight.observe(stage);
		signal.addEventListener("abort", () => {
			sight.disconnect();
			this.#player.move({ do: "pause" });
		});
	}

	#say(sentence: string): void {
		this.#find(".notice").textContent = sentence;
	}

	#show(shown: Shown): void {
		try {
			this.#stage.draw(shown.at);
			this.#controls.show(shown);
			if (shown.step !== this.#before?.step) {
				this.#captions.show(shown.step);
				markLinks(this.#place, this.#figure.steps[shown.step]!.name);
			}
			if (this.#before) this.#change(this.#before, shown);
			this.#before = shown;
		} catch (error) {
			this.#fail(error);
		}
	}

	/** What does not change with every animation frame. */
	#change(before: Shown, shown: Shown): void {
		const isNewStep = shown.step !== before.step;
		if (isNewStep) {
			writeAddress(this.#place, this.#figure.steps[shown.step]!.name);
			this.#say("");
			if (this.#stage.layout === "narrow") followStep(this.#host, this.#stage, this.#story, shown.step, stillness);
		}
		if (!shown.resting && before.resting) this.#inspector.chosen = null;
		const hasComeToRest = shown.resting && (!before.resting || shown.at !== before.at);
		if (hasComeToRest) this.#describe(shown);
		if (hasComeToRest || isNewStep) this.#fillPanel(shown);
		else if (!shown.resting && before.resting) this.#stage.light([]);
	}

	#describe({ at, step }: Shown): void {
		const description = this.#figure.describe(at);
		const number = `Step ${step + 1} of ${this.#figure.steps.length}`;
		this.#stage.describe(description);
		this.#controls.describe(number);
		this.#find(".status").textContent = `${number}. ${this.#captions.text(step)} ${description}`;
	}

	#fillPanel({ at, step }: Shown): void {
		const { chosen, isShown } = this.#inspector;
		if (isShown) this.#inspector.show(at, toSubject(this.#story, step));
		this.#stage.light(chosen === null ? [] : [chosen]);
	}

	#inspect(entity: string | null): void {
		if (!this.#inspector.isShown) return;
		this.#player.move({ do: "pause" });
		this.#inspector.chosen = entity;
		this.#fillPanel(this.#player.shown);
	}

	#press(event: KeyboardEvent): void {
		if (event.key === "Escape") {
			if (this.#controls.close() || this.#inspector.chosen === null) return;
			this.#inspect(null);
			return event.preventDefault();
		}
		const move = readKey(event, this.#figure.steps.length - 1);
		if (!move) return;
		event.preventDefault();
		this.#player.move(move);
	}

	/** Goes to the step that the page's address names, if it names one of this figure's. */
	#obey(): void {
		const address = readAddress(this.#place);
		if (address) this.#go(address, false);
	}

	/** Goes to a step that an address names; `look`: and lights up what the step is about. */
	#go(address: { story: string; step: string }, look: boolean): void {
		const step = findAddress(this.#place, address);
		if (typeof step === "string") return this.#say(step);
		const { top, bottom } = this.#find(".screen").getBoundingClientRect();
		const isSmooth = look && !stillness.isStill && this.#stage.layout === "wide";
		if (!this.#place.isEmbed && (top < 0 || bottom > innerHeight))
			this.#host.scrollIntoView({ behavior: isSmooth ? "smooth" : "instant" });
		this.#player.move({ do: "step", step });
		this.#say("");
		if (look) this.#stage.light(this.#story.steps[step]!.look);
	}

	async #act(act: Act): Promise<void> {
		this.#controls.close();
		const { at, step } = this.#player.shown;
		const shot = { figure: this.#figure, at, layout: this.#stage.layout, step: this.#figure.steps[step]!.name };
		try {
			const said = await doAct(act, this.#host, this.#place, shot);
			if (said === copied) this.#find(".status").textContent = said;
			if (said) this.#say(said);
		} catch (error) {
			this.#say(`That did not work: ${(error as Error).message}`);
		}
	}
}
