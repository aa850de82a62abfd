/**
 * What must hold in a recording and a schema cannot say. The recorder checks the same, in the same order and words
 * (`recorder/pyspark_xray/check.py`), over the same broken recordings (`tests/fixtures/broken`).
 */
import type { Event, Process, Recording } from './format.ts';

/** The first broken invariant as `path: sentence`, or null. */
export function firstBroken(r: Recording): string | null {
  return brokenProcess(r) ?? brokenChannel(r) ?? brokenEvent(r) ?? brokenSum(r) ?? brokenSeries(r);
}

function brokenProcess(r: Recording): string | null {
  const byId = new Map<string, Process>();
  for (const [i, p] of r.processes.entries()) {
    const at = `processes[${i}]`;
    if (byId.has(p.id)) return `${at}.id: ${p.id} is the id of another process too.`;
    byId.set(p.id, p);
    if (!(p.source in r.sources)) return `${at}.source: ${p.source} is not among the sources.`;
    if (i > 0 && p.start < r.processes[i - 1]!.start) return `${at}.start: processes must be in order of start.`;
    if (p.end !== null && p.end < p.start) return `${at}.end: a process cannot end before it starts.`;
    if (p.end === null && p.exit !== null) return `${at}.exit: a process that has not ended has no exit.`;
    if (p.images[0]!.at !== p.start) return `${at}.images[0].at: the first image stands at the start.`;
    for (const [j, image] of p.images.entries()) {
      if (j > 0 && image.at < p.images[j - 1]!.at) return `${at}.images[${j}].at: images must be in order of time.`;
      if (p.end !== null && image.at > p.end) return `${at}.images[${j}].at: an image cannot begin after the process ended.`;
    }
  }
  for (const [i, p] of r.processes.entries()) {
    if (p.parent === null) continue;
    const parent = byId.get(p.parent);
    if (!parent) return `processes[${i}].parent: there is no process ${p.parent}.`;
    if (parent.start > p.start) return `processes[${i}].parent: ${p.parent} starts after its child.`;
  }
  return null;
}

function brokenChannel(r: Recording): string | null {
  const processes = new Set(r.processes.map((p) => p.id));
  const ids = new Set<string>();
  for (const [i, c] of r.channels.entries()) {
    const at = `channels[${i}]`;
    if (ids.has(c.id)) return `${at}.id: ${c.id} is the id of another channel too.`;
    ids.add(c.id);
    if (!(c.source in r.sources)) return `${at}.source: ${c.source} is not among the sources.`;
    for (const [j, end] of c.ends.entries()) {
      if (!processes.has(end)) return `${at}.ends[${j}]: there is no process ${end}.`;
    }
    if (c.close !== null && c.close < c.open) return `${at}.close: a channel cannot close before it opens.`;
  }
  return null;
}

function brokenEvent(r: Recording): string | null {
  const processes = new Map(r.processes.map((p) => [p.id, p]));
  const channels = new Map(r.channels.map((c) => [c.id, c]));
  let before = 0;
  for (const [i, e] of r.events.entries()) {
    const at = `events[${i}]`;
    if (e.at < before) return `${at}.at: events must be in order of time.`;
    before = e.at;
    if (e.at > r.run.duration) return `${at}.at: ${e.at} is after the end of the recording, ${r.run.duration}.`;
    const source = r.sources[e.source];
    if (!source) return `${at}.source: ${e.source} is not among the sources.`;
    if ('until' in e && e.until < e.at) return `${at}.until: ${e.until} is before ${e.at}.`;
    if ('process' in e && !processes.has(e.process)) return `${at}.process: there is no process ${e.process}.`;
    if (e.kind !== 'message' && e.kind !== 'messages') continue;
    const channel = channels.get(e.channel);
    if (!channel) return `${at}.channel: there is no channel ${e.channel}.`;
    if (!channel.ends.includes(e.from)) return `${at}.from: ${e.from} is no end of ${e.channel}.`;
    const last = e.kind === 'messages' ? e.until : e.at;
    const first = e.kind === 'message' && e.first !== undefined ? e.first : e.at;
    if (first > e.at) return `${at}.first: the first byte cannot come after the last.`;
    if (first < channel.open || (channel.close !== null && last > channel.close)) return `${at}.at: ${e.channel} is not open then.`;
    for (const end of channel.ends) {
      const p = processes.get(end)!;
      const slack = Math.max(source.fineness, r.sources[p.source]!.fineness);
      // Bytes may be read after their sender has died, so only who saw them must still live.
      const saw = (e.seen === 'from') === (end === e.from);
      if (first < p.start - slack || (saw && p.end !== null && last > p.end + slack)) return `${at}.at: ${end} does not live then.`;
    }
    const inside = e.kind === 'message' ? brokenMessage(e, at) : brokenSummary(e, at);
    if (inside) return inside;
  }
  return null;
}

function brokenMessage(e: Extract<Event, { kind: 'message' }>, at: string): string | null {
  const kept = e.bytes === undefined ? 0 : base64Length(e.bytes);
  if (kept > e.size) return `${at}.bytes: ${kept} bytes are more than its size, ${e.size}.`;
  let end = -1;
  for (const [j, [offset, length]] of (e.replaced ?? []).entries()) {
    if (offset <= end || offset + length > kept) return `${at}.replaced[${j}]: ranges must be in order, apart and within the bytes.`;
    end = offset + length;
  }
  let before = 0;
  for (const [j, f] of (e.fields ?? []).entries()) {
    if (f.offset < before || f.offset + f.size > e.size) return `${at}.fields[${j}]: fields must be in order and within the message.`;
    before = f.offset;
  }
  return null;
}

function brokenSummary(e: Extract<Event, { kind: 'messages' }>, at: string): string | null {
  const sum = Object.values(e.types).reduce((a, b) => a + (b ?? 0), 0);
  return sum === e.count ? null : `${at}.count: ${e.count}, and its types add up to ${sum}.`;
}

function base64Length(s: string): number {
  return (s.length / 4) * 3 - (s.endsWith('==') ? 2 : s.endsWith('=') ? 1 : 0);
}

function brokenSum(r: Recording): string | null {
  const first = new Map(r.channels.map((c) => [c.id, c.ends[0]]));
  const sums = new Map(r.channels.map((c) => [c.id, [0, 0]]));
  for (const e of r.events) {
    if (e.kind !== 'message' && e.kind !== 'messages') continue;
    sums.get(e.channel)![e.from === first.get(e.channel) ? 0 : 1]! += e.size;
  }
  for (const [i, c] of r.channels.entries()) {
    for (const way of [0, 1] as const) {
      const sum = sums.get(c.id)![way]!;
      if (sum !== c.sent[way]) return `channels[${i}].sent[${way}]: ${c.sent[way]}, and its messages add up to ${sum}.`;
    }
  }
  return null;
}

function brokenSeries(r: Recording): string | null {
  const processes = new Set(r.processes.map((p) => p.id));
  for (const [i, s] of r.memory.entries()) {
    const at = `memory[${i}]`;
    if (!processes.has(s.process)) return `${at}.process: there is no process ${s.process}.`;
    if (!(s.source in r.sources)) return `${at}.source: ${s.source} is not among the sources.`;
    if (s.at.length !== s.value.length) return `${at}.value: ${s.value.length} values for ${s.at.length} times.`;
    for (const [j, t] of s.at.entries()) {
      if (j > 0 && t <= s.at[j - 1]!) return `${at}.at[${j}]: times must rise.`;
      if (t > r.run.duration) return `${at}.at[${j}]: ${t} is after the end of the recording, ${r.run.duration}.`;
    }
  }
  return null;
}
