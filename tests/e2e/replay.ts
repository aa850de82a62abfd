import { expect, type Locator, type Page } from "@playwright/test";

export const lesson = "/lessons/collect/";

/** The first figure of a page and its parts, as a reader finds them. */
export function find(page: Page) {
	const figure = page.locator("spark-replay").first();
	const button = (name: string) => figure.getByRole("button", { name, exact: true });
	return {
		figure,
		stage: figure.locator(".stage"),
		steps: figure.locator(".captions li"),
		current: figure.locator(".captions [data-place=now]"),
		play: button("Play"),
		pause: button("Pause"),
		replay: button("Replay"),
		back: button("Back"),
		next: button("Next"),
		scrubber: figure.getByRole("slider", { name: "Time" }),
		speed: figure.getByRole("combobox", { name: "Speed" }),
		more: figure.locator(".more > summary"),
		item: (name: string) => figure.locator(".menu").getByRole("button", { name }),
		clock: figure.locator(".recorded"),
		lookInto: figure.getByRole("combobox", { name: "Look into" }),
		facts: figure.locator(".facts"),
		bytes: figure.getByRole("group", { name: "Bytes" }),
		notice: figure.locator(".notice:not(.too-old)"),
		status: figure.locator(".status"),
	};
}

/** Opens a page and waits until its first figure has been taken over. */
export async function open(page: Page, address = lesson) {
	await page.goto(address);
	const parts = find(page);
	await parts.figure.scrollIntoViewIfNeeded();
	await expect(parts.figure).toHaveAttribute("data-live", "");
	return parts;
}

/** Names of a figure's steps, without the story's. */
export const stepNames = (steps: Locator) => steps.evaluateAll((items) => items.map(({ id }) => id.slice(id.indexOf(".") + 1)));

/** Index of the step whose caption is shown. */
export const stepIndex = async (steps: Locator) => (await steps.evaluateAll((items) => items.map((item) => (item as HTMLElement).dataset["place"]))).indexOf("now");

/** Story time, ms. */
export const storyTime = (scrubber: Locator) => scrubber.evaluate((input) => (input as HTMLInputElement).valueAsNumber);

/** The picture as text: every shape with all that it shows, without what marks it for the moment. */
export const picture = (figure: Locator) =>
	figure.evaluate((host) => {
		const svg = [...host.querySelectorAll(".stage svg")].find((svg) => (svg as SVGElement).getBoundingClientRect().width > 0)!;
		const show = ({ attributes, textContent }: Element) =>
			[...[...attributes].filter(({ name }) => name !== "data-lit").map(({ name, value }) => `${name}=${value}`).sort(), textContent].join(" ");
		return [...svg.children].map(show).join("\n");
	});
