/** The events of a recording: invariants stand beside the fields. */
import * as z from 'zod';
import { processId, size, text, time } from './format-parts.ts';

/** A named part of a message. `size` bytes from `offset`; `value` is what they mean, decoded. */
const field = z.strictObject({
  name: text,
  offset: size,
  size,
  value: z.union([text, z.number(), z.boolean(), z.null()]),
});

const base = { at: time, source: text };
const task = z.int().nonnegative();

export const messageType = z.enum([
  // Py4J
  'command', 'answer', 'callback', 'callbackAnswer',
  // handshakes
  'pid', 'secret', 'ok', 'port',
  // worker socket, JVM to worker
  'header', 'function', 'endOfData', 'endOfStream', 'arrowGroup',
  // both ways
  'batch', 'arrowStart', 'arrowSchema', 'arrowDictionary', 'arrowBatch', 'arrowEnd',
  // worker socket, worker to JVM
  'timing', 'accumulators', 'exception',
  // result socket
  'next', 'partition', 'batchOrder',
  // accumulator socket
  'accumulatorCount', 'accumulatorUpdate', 'ack',
  // daemon pipe
  'kill',
  // files, gRPC, traffic between JVMs
  'file', 'request', 'response', 'bytes',
  // bytes that the decoder does not know
  'unknown',
]);

/** One thing that crossed a channel. */
const message = z.strictObject({
  kind: z.literal('message'),
  ...base,
  channel: z.string(),
  /** The end that sent it. The other end received it. */
  from: processId,
  /** The end that saw it at `at`: just before it wrote the last byte, or when it had read it. */
  seen: z.enum(['from', 'to']),
  type: messageType,
  size,
  /** When the first byte was seen, if earlier than `at`. */
  first: time.optional(),
  /** The first bytes, base64. Absent: content not seen, or left out because rows are private. */
  bytes: z.base64().optional(),
  /** Ranges of `bytes` (offset, length) that were replaced by a placeholder of the same length. In order, not touching. */
  replaced: z.array(z.tuple([size, size])).optional(),
  /** Decoded parts, in order of offset, none beyond `size`. */
  fields: z.array(field).optional(),
  /** Spark's task id, on a worker socket. */
  task: task.optional(),
  /** Rows in it, where the recorder could count them. */
  rows: z.int().nonnegative().optional(),
});

/** Many messages of one direction of a channel, folded because there were too many to list. */
const messages = z.strictObject({
  kind: z.literal('messages'),
  ...base,
  /** When the last of them was seen. */
  until: time,
  channel: z.string(),
  from: processId,
  seen: z.enum(['from', 'to']),
  /** How many of each type. */
  types: z.partialRecord(messageType, z.int().positive()),
  /** Sum over `types`. */
  count: z.int().positive(),
  size,
  task: task.optional(),
});

const line = z.strictObject({
  kind: z.literal('line'),
  ...base,
  process: processId,
  /** 1-based line of the job's source that is about to run. */
  line: z.int().positive(),
  /** Function it is in, `<module>` at top level. */
  in: text,
});

/** Many lines that ran in a loop, folded. */
const lines = z.strictObject({
  kind: z.literal('lines'),
  ...base,
  until: time,
  process: processId,
  count: z.int().positive(),
});

const jobStart = z.strictObject({ kind: z.literal('jobStart'), ...base, job: z.int(), stages: z.array(z.int()), site: text, /** SQL execution it belongs to. */ execution: z.int().optional() });
const jobEnd = z.strictObject({ kind: z.literal('jobEnd'), ...base, job: z.int(), ok: z.boolean(), error: text.optional() });
const stageStart = z.strictObject({ kind: z.literal('stageStart'), ...base, stage: z.int(), attempt: z.int(), name: text, tasks: z.int() });
const stageEnd = z.strictObject({ kind: z.literal('stageEnd'), ...base, stage: z.int(), attempt: z.int(), name: text, tasks: z.int(), error: text.optional() });
const taskStart = z.strictObject({
  kind: z.literal('taskStart'), ...base, task, stage: z.int(), stageAttempt: z.int(), partition: z.int(), attempt: z.int(), process: processId,
});
const taskEnd = z.strictObject({
  kind: z.literal('taskEnd'), ...base, task, stage: z.int(), stageAttempt: z.int(), partition: z.int(), attempt: z.int(), process: processId,
  ok: z.boolean(),
  reason: text.optional(),
  /** Spark's task metrics, in Spark's units: …Ms, …Ns, bytes or counts. `resultSize` is the serialized result. */
  metrics: z.record(z.string(), z.number()),
});
const executorAdded = z.strictObject({ kind: z.literal('executorAdded'), ...base, process: processId, cores: z.int() });
const executorRemoved = z.strictObject({ kind: z.literal('executorRemoved'), ...base, process: processId, reason: text });
/** A block in a block manager: level `NONE` when it was removed, the sizes then being what it had taken. Spark does not date it: between `at` and `until`. */
const block = z.strictObject({ kind: z.literal('block'), ...base, until: time, process: processId, block: text, level: text, memory: size, disk: size });
const sqlStart = z.strictObject({ kind: z.literal('sqlStart'), ...base, execution: z.int(), description: text, plan: text });
const sqlEnd = z.strictObject({
  kind: z.literal('sqlEnd'), ...base, execution: z.int(), error: text.optional(),
  /** The plan finally in force, where adaptive execution changed it. */
  plan: text.optional(),
  /** The plan's metrics by Spark's own names: `data sent to Python workers`, in Spark's unit of its type. */
  metrics: z.array(z.strictObject({ node: text, name: text, type: text, value: z.number() })),
});
const gc = z.strictObject({
  kind: z.literal('gc'), ...base, until: time, process: processId, name: text, before: size, after: size, committed: size,
});
const exception = z.strictObject({
  kind: z.literal('exception'), ...base, process: processId,
  /** raised: where it began. wrapped: where it was put into another. shown: where the user read it. */
  role: z.enum(['raised', 'wrapped', 'shown']),
  type: text,
  text,
});
const output = z.strictObject({ kind: z.literal('output'), ...base, process: processId, stream: z.enum(['stdout', 'stderr', 'terminal']), text });
/** A limit that was set on a process: `RLIMIT_AS`, `cgroup memory.limit_in_bytes`. */
const limit = z.strictObject({ kind: z.literal('limit'), ...base, process: processId, what: text, bytes: size });

export const event = z.discriminatedUnion('kind', [
  message, messages, line, lines, jobStart, jobEnd, stageStart, stageEnd, taskStart, taskEnd,
  executorAdded, executorRemoved, block, sqlStart, sqlEnd, gc, exception, output, limit,
]);

/** Kinds of event. */
export const eventKinds = event.options.map(({ shape }) => shape.kind.value);
