/** What is said after a run: how it ended, what filled what, the text that the user reads, what can be done, and the run before. */
import { deaths, sumOfDeaths } from "../../memory/deaths.ts";
import { messageOf } from "../../memory/messages.ts";
import { remedies } from "../../memory/remedies.ts";
import { fields } from "../../memory/read-settings.ts";
import { type Knot, type Level, peaksOf, type Run, sumOf } from "../../memory/run.ts";
import type { Settings } from "../../memory/settings.ts";
import { deathNames, endingNames, memoryNames, type MemoryName, toChanges, toVerdict } from "../../memory/words.ts";
import { toLevel, toMiB } from "../../words/numbers.ts";
import { html, type Html } from "../../words/html.ts";

const names = Object.keys(memoryNames) as MemoryName[];

export function toOutcome(run: Run, prediction: string | null): Html {
	const last = run.knots.at(-1)!;
	const isRight = prediction === run.ending;
	const message = messageOf(run);
	return html`
		<p class="title ${run.ending === "finished" ? "good" : "bad"}">${endingNames[run.ending]}</p>
		${prediction && Object.hasOwn(endingNames, prediction) ? html`<p class="said">You said: “${endingNames[prediction as Run["ending"]]}”. ${isRight ? "You were right." : "It ended otherwise."}</p>` : ""}
		<p>${toVerdict(run)}</p>
		${toOdds(run)}
		${message.text ? html`<p class="where">${message.where}:</p><pre tabindex="0">${message.text.split("\n").map((line, i) => (i === message.marked ? html`<mark>${line}</mark>\n` : `${line}\n`))}</pre>` : ""}
		<table>
			<caption>${run.ending === "finished" ? "What was held at the highest level" : "What filled what when it ended"}, MiB</caption>
			<thead><tr><th>memory</th><th>before the job</th><th>held</th><th>passing</th><th>in all</th><th>limit</th></tr></thead>
			<tbody>${names.filter((name) => name !== "executor" || run.settings.mode !== "local").map((name) => toRow(name, run, last))}</tbody>
		</table>`;
}

/** Ends of real runs like it, where they differed. */
function toOdds({ deaths: seen }: Run): Html {
	const kinds = seen ? deaths.filter((death) => seen[death] > 0) : [];
	if (!seen || kinds.length < 2) return html``;
	const all = sumOfDeaths(seen);
	return html`<ul class="odds">${kinds.map((death) => html`<li><span>${deathNames[death]}</span><span>${seen[death]} of ${all}</span>${toShare((100 * seen[death]) / all, "jvm")}</li>`)}</ul>`;
}

const toShare = (percent: number, kind: string) => html`<span class="share ${kind}"><i data-width="${percent.toFixed(1)}"></i></span>`;

function toRow(name: MemoryName, run: Run, last: Knot): Html {
	const level: Level = run.ending === "finished" ? run.knots.map((k) => k[name]).reduce((a, b) => (sumOf(b) > sumOf(a) ? b : a)) : last[name];
	const bytes = [level.base, level.held, level.passing, sumOf(level), run.limits[name]];
	return html`<tr${isFull(name, run) ? html` class="full"` : ""}><th scope="row">${memoryNames[name]}</th>${bytes.map((b) => html`<td>${toMiB(b)}</td>`)}</tr>`;
}

const isFull = (name: MemoryName, { ending }: Run) => (name === "driver" && ending === "driverHeap") || (name === "executor" && ending === "executorHeap") || (name === "python" && (ending === "memoryError" || ending === "pythonKilled"));

export function toRemedies(run: Run): Html {
	const found = remedies.filter((remedy) => remedy.against.includes(run.ending) && remedy.apply(run.settings));
	if (!found.length) return html``;
	return html`<p class="title">What to do about it</p>
		<ul>${found.map(({ name, label, note }) => html`<li><button type="button" data-remedy="${name}">${label}</button> <span>${note}</span></li>`)}</ul>`;
}

export function toCompare(before: Run, now: Run): Html {
	const [a, b] = [peaksOf(before), peaksOf(now)];
	const write = (settings: Settings) => Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.write(settings)]));
	return html`<p class="title">Beside the run before</p>
		<p class="changes">${toChanges(before.settings, now.settings, write)}</p>
		<table>
			<thead><tr><th>what</th><th>before</th><th>now</th></tr></thead>
			<tbody>
				<tr><th scope="row">How it ended</th><td>${endingNames[before.ending]}</td><td>${endingNames[now.ending]}</td></tr>
				${names.map((name) => html`<tr><th scope="row">${memoryNames[name]}, peak</th><td>${toBar(name, a[name], before)}</td><td>${toBar(name, b[name], now)}</td></tr>`)}
			</tbody>
		</table>`;
}

/** A peak as a bar up to its limit. */
function toBar(name: MemoryName, peak: number, run: Run): Html {
	const share = Math.min(100, (100 * peak) / run.limits[name]);
	return html`${toLevel(peak)} of ${toLevel(run.limits[name])}${toShare(share, `${name === "python" ? "python" : "jvm"}${isFull(name, run) ? " full" : ""}`)}`;
}
