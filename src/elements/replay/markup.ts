/**
 * What a figure is made of, before and after a script takes it over. The build writes it into the page;
 * an element that a script created with no children writes it for itself.
 */
import { toClockText, toRate } from "../../browser/clock-text.ts";
import { toSvg } from "../../drawing/svg.ts";
import type { Recording } from "../../recording/format.ts";
import type { Layout } from "../../drawing/shapes.ts";
import type { Figure } from "../../story/figure.ts";
import type { ResolvedStory } from "../../story/story.ts";
import { html, type Html, trusted } from "../../words/html.ts";
import { drawIcon, type Icon } from "./icons.ts";
import { toBytes, toEntities, toFacts, toOptions, toSubject } from "./panel.ts";
import { toTicks, trackWidth } from "./ticks.ts";

export interface Replay {
	/** Its steps have the addresses `#story.step`. */
	story: ResolvedStory;
	figure: Figure;
	run: Recording["run"];
	/** Index of the step whose still is drawn. */
	step: number;
	/** Accessible name, if not the story's title. */
	title?: string;
	/** Story of an earlier figure in the same page that was recorded in the same run: the job's source is there. */
	twin?: string;
}

const layouts: Layout[] = ["wide", "narrow"];

export function toMarkup(replay: Replay): Html {
	return html`<figure aria-label="${replay.title ?? replay.story.title}"><div class="frame"><div class="screen">
<div class="stage" role="group" aria-label="Picture: space plays, arrow keys step" tabindex="0">${toStills(replay)}</div>
<div class="desk">
${toCaptions(replay)}
<p class="notice" role="status"></p>
<p class="notice too-old">The player did not start: this browser is too old for it, or something blocks its script. The captions tell the whole story.</p>
${toControls(replay)}
</div></div>${toPanel(replay)}
</div><p class="status" role="status"></p>${toOrigin(replay)}</figure>`;
}

function toStills({ figure, step }: Replay) {
	const { at } = figure.steps[step]!;
	const label = figure.describe(at);
	return layouts.map(
		(layout) => html`<div class="${layout}">${trusted(toSvg(figure.draw(at, layout), { theme: "page", label, bare: true }))}</div>`,
	);
}

function toCaptions({ story, figure: { steps }, step }: Replay) {
	const place = (i: number) => ["before", "now", "after"][i - step + 1] ?? "away";
	return html`<ol class="captions">${steps.map(
		({ name, caption }, i) =>
			html`<li id="${story.name}.${name}" data-place="${place(i)}"><span class="count"><b>${i + 1}</b> / ${steps.length}</span> <span class="caption">${trusted(caption)}</span></li>`,
	)}</ol>`;
}

const toButton = (act: string, label: string, icon: Icon) =>
	html`<button type="button" data-act="${act}" disabled>${drawIcon(icon)}<span>${label}</span></button>`;

const toItem = (act: string, label: string) => html`<button type="button" data-act="${act}" disabled>${label}</button>`;

function toControls({ figure, step }: Replay) {
	const { duration, steps } = figure;
	const { at, recorded } = steps[step]!;
	const [first, last] = [figure.recorded(0), figure.recorded(duration)];
	const total = toClockText(last - first, last - first);
	return html`<div class="controls" role="group" aria-label="Controls">
<div class="buttons">${toButton("toggle", "Play", "play")}${toButton("back", "Back", "back")}${toButton("next", "Next", "next")}</div>
<div class="scrubber"><svg class="ticks" viewBox="0 0 ${trackWidth} 24" preserveAspectRatio="none" aria-hidden="true">${toTicks(figure).map(({ paint }) => (paint ? html`<path stroke="var(--${paint})"/>` : html`<path class="notches"/>`))}</svg><input type="range" aria-label="Time" min="0" max="${duration}" step="any" value="${at}" aria-valuetext="Step ${step + 1} of ${steps.length}" disabled></div>
<p class="clock" style="--characters:${total.length}"><span class="recorded">${toClockText(recorded - first, last - first)}</span> <span class="rate">${toRate(figure, at, 1)}</span></p>
<select class="speed" aria-label="Speed" disabled><option value="0.5">0.5×</option><option value="1" selected>1×</option><option value="2">2×</option></select>
<details class="more"><summary aria-label="More">${drawIcon("more")}</summary><div class="menu">
${toItem("link", "Copy link to this step")}${toItem("full", "Full screen")}${toItem("svg", "Save picture as SVG")}${toItem("png", "Save picture as PNG")}
<p>Keys: space plays, ← → step, Shift ← → move 0.1 s, Home, End, Esc closes.</p>
</div></details>
</div>`;
}

function toPanel({ story, figure, step }: Replay) {
	const { at } = figure.steps[step]!;
	const subject = toSubject(story, step);
	const found = subject === null ? null : figure.inspect(subject, at);
	const options = toOptions(toEntities(figure, at, subject), subject);
	return html`<div class="panel" role="group" aria-label="Inspector">
<div class="facts"><label>Look into <select disabled>${options}</select></label><div class="found">${toFacts(found)}</div></div>
<div class="bytes" role="group" aria-label="Bytes" tabindex="0">${toBytes(found)}</div>
</div>`;
}

function toOrigin({ story, run, twin }: Replay) {
	const { spark, python, date } = run;
	return html`<figcaption>Recorded on Spark ${spark}, Python ${python}, ${toPackages(run)}<time datetime="${date}">${date}</time>, all on one computer.
${twin === undefined ? toSource(story.name, run) : html`<a href="#${sourceId(twin)}">Job source – record it yourself</a>`}
</figcaption>`;
}

/** Versions of what makes columns of rows, where the job has to do with it. */
const toPackages = ({ packages, job }: Replay["run"]) =>
	job && /pandas|arrow|udf/i.test(job.source) ? Object.entries(packages).map(([name, version]) => `${packageNames[name] ?? name} ${version}, `).join("") : "";
const packageNames: Readonly<Record<string, string>> = { pyarrow: "PyArrow", numpy: "NumPy" };

const sourceId = (story: string) => `${story}-source`;

/** A link to the paragraph opens the details around it. */
const toSource = (story: string, { job, command }: Recording["run"]) => html`<details><summary>${job ? "Job source – record it yourself" : "Record it yourself"}</summary>
<p id="${sourceId(story)}">${job ? job.file : "Command"}</p>${job && html`<pre tabindex="0"><code>${job.source}</code></pre>
<p>Command</p>`}<pre tabindex="0"><code>${command}</code></pre>
</details>`;
