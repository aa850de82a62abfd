import type { Act } from "./controls.ts";
import { readTheme, savePng, saveSvg } from "../../browser/downloads.ts";
import { Player, type Shown } from "../../browser/player.ts";
import type { Figure } from "../../story/figure.ts";
import type { ResolvedStory } from "../../story/story.ts";
import { Captions } from "./captions.ts";
import { Controls, setText } from "./controls.ts";
import { Inspector } from "./inspector.ts";
import { readKey } from "./keys.ts";
import { findAddress, followLinks, markLinks, type Place, readAddress, toLink, writeAddress } from "./links.ts";
import { toSubject } from "./panel.ts";
import { Stage } from "./stage.ts";

const stillness = matchMedia("(prefers-reduced-motion: reduce)");
let isStill = stillness.matches;
stillness.addEventListener("change", ({ matches }) => (isStill = matches));

/**
 * Brings the markup of a figure to life without a change to what it shows, until `signal` aborts.
 * `fail` gets whatever goes wrong later.
 */
export function takeOver(host: HTMLElement, story: ResolvedStory, figure: Figure, fail: (error: unknown) => void, signal: AbortSignal): void {
	const find = <E extends HTMLElement = HTMLElement>(selector: string) => host.querySelector<E>(selector)!;
	const { steps, duration } = figure;
	const place: Place = { story: story.name, steps, isEmbed: host.hasAttribute("embed") };
	const say = (sentence: string) => (find(".notice").textContent = sentence);
	const player = new Player({ duration, stops: steps.map(({ at }) => at) }, show, () => isStill);
	const stage = new Stage(find(".stage"), figure, signal);
	const captions = new Captions(find(".captions"), (step) => player.move({ do: "step", step }), signal);
	const controls = new Controls(find(".controls"), figure, (move) => player.move(move), act, signal);
	const inspector = new Inspector(find(".panel"), figure, inspect, signal);
	let before: Shown | null = null;

	function show(shown: Shown): void {
		try {
			stage.draw(shown.at);
			controls.show(shown);
			if (shown.step !== before?.step) {
				captions.show(shown.step);
				markLinks(place, steps[shown.step]!.name);
			}
			if (before) change(before, shown);
			before = shown;
		} catch (error) {
			fail(error);
		}
	}

	/** What does not change with every animation frame. */
	function change(before: Shown, shown: Shown): void {
		const isNewStep = shown.step !== before.step;
		if (isNewStep) {
			writeAddress(place, steps[shown.step]!.name);
			say("");
			if (stage.layout === "narrow") follow(shown.step);
		}
		if (!shown.resting && before.resting) inspector.chosen = null;
		const hasComeToRest = shown.resting && (!before.resting || shown.at !== before.at);
		if (hasComeToRest) describe(shown);
		if (hasComeToRest || isNewStep) fillPanel(shown);
		else if (!shown.resting && before.resting) stage.light([]);
	}

	function describe({ at, step }: Shown): void {
		const description = figure.describe(at);
		const number = `Step ${step + 1} of ${steps.length}`;
		stage.describe(description);
		controls.describe(number);
		find(".status").textContent = `${number}. ${captions.text(step)} ${description}`;
	}

	function fillPanel({ at, step }: Shown): void {
		if (inspector.isShown) inspector.show(at, toSubject(story, step));
		stage.light(inspector.chosen === null ? [] : [inspector.chosen]);
	}

	/** On a phone the picture is taller than the room above its controls: scrolls to what the step is about. */
	function follow(step: number): void {
		const top = parseFloat(getComputedStyle(host).scrollMarginTop);
		const subject = toSubject(story, step);
		const distance = stage.distance([...story.steps[step]!.look, ...(subject === null ? [] : [subject])], top, find(".desk").getBoundingClientRect().top - 8);
		if (distance) scrollBy({ top: distance, behavior: isStill ? "instant" : "smooth" });
	}

	function inspect(entity: string | null): void {
		if (!inspector.isShown) return;
		player.move({ do: "pause" });
		inspector.chosen = entity;
		fillPanel(player.shown);
	}

	/** Goes to a step that an address names; `look`: and lights up what the step is about. */
	function go(address: { story: string; step: string }, look: boolean): void {
		const step = findAddress(place, address);
		if (typeof step === "string") return void say(step);
		const { top, bottom } = find(".screen").getBoundingClientRect();
		const isSmooth = look && !isStill && stage.layout === "wide";
		if (!place.isEmbed && (top < 0 || bottom > innerHeight)) host.scrollIntoView({ behavior: isSmooth ? "smooth" : "instant" });
		player.move({ do: "step", step });
		say("");
		if (look) stage.light(story.steps[step]!.look);
	}

	async function act(name: Act): Promise<void> {
		controls.close();
		const { at, step } = player.shown;
		const theme = readTheme(host);
		const options = { theme, label: figure.describe(at) };
		const file = `${story.name}-${steps[step]!.name}`;
		try {
			if (name === "link") await copy(toLink(place, steps[step]!.name));
			else if (name === "svg") saveSvg(figure.draw(at, stage.layout), options, file);
			else if (name === "png") await savePng(figure.draw(at, stage.layout), options, file);
			else if (document.fullscreenElement) await document.exitFullscreen();
			else await host.requestFullscreen();
		} catch (error) {
			say(`That did not work: ${(error as Error).message}`);
		}
	}

	async function copy(link: string): Promise<void> {
		try {
			await navigator.clipboard.writeText(link);
			find(".status").textContent = "Link copied.";
			say("Link copied.");
		} catch {
			say(`Copy this link: ${link}`);
		}
	}

	find(".stage").addEventListener("click", ({ clientX, clientY }) => inspect(stage.entityAt(clientX, clientY)), { signal });
	host.addEventListener(
		"keydown",
		(event) => {
			if (event.key === "Escape") {
				if (controls.close() || inspector.chosen === null) return;
				inspect(null);
				return event.preventDefault();
			}
			const move = readKey(event, steps.length - 1);
			if (!move) return;
			event.preventDefault();
			player.move(move);
		},
		{ signal },
	);
	host.addEventListener(
		"fullscreenchange",
		() => setText(find("[data-act=full]"), document.fullscreenElement === host ? "Leave full screen" : "Full screen"),
		{ signal },
	);
	followLinks(place, (address) => go(address, true), signal);
	const obey = () => {
		const address = readAddress(place);
		if (address) go(address, false);
	};
	addEventListener("hashchange", obey, { signal });
	addEventListener("popstate", obey, { signal });

	const sight = new IntersectionObserver(([entry]) => player.setOnScreen(entry!.isIntersecting));
	sight.observe(find(".stage"));
	signal.addEventListener("abort", () => {
		sight.disconnect();
		player.move({ do: "pause" });
	});

	const first = Math.max(0, steps.findIndex(({ name }) => name === host.getAttribute("step")));
	stage.adopt(steps[first]!.at);
	player.move({ do: "step", step: first });
	controls.enable();
	inspector.enable();
	if (!document.fullscreenEnabled) find("[data-act=full]").hidden = true;
	obey();
}
