/**
 * Format 1 of a recording: one JSON file of one real PySpark run.
 *
 * Every time is an integer of microseconds since the recording began, on one clock (CLOCK_MONOTONIC).
 * Every size is a number of bytes. Lists that are in order say so here; `invariants.ts` checks what a schema cannot say.
 * The JSON Schema for the recorder is generated from this file (`npm run schema`).
 *
 * Changes: 1 – first format. Recorder 1.1 adds `run.packages`.
 */
import * as z from 'zod';
import { FORMAT } from './format-number.ts';

export { FORMAT };

const time = z.int().nonnegative();
const size = z.int().nonnegative();
const processId = z.string().min(1);
const text = z.string();

/** How a process ended: its exit code, or the signal that killed it. */
const exit = z.union([z.strictObject({ code: z.int() }), z.strictObject({ signal: z.string() })]);

const processKind = z.enum([
  'driverPython',
  'driverJvm',
  'executorJvm',
  'pythonDaemon',
  'pythonWorker',
  'shell',
  'launcherJvm',
  'clusterMaster',
  'clusterWorker',
  'connectServer',
  'other',
]);

/** What one pid ran from `at` on. A fork starts with its parent's argv; each `exec` adds an image. */
const image = z.strictObject({
  at: time,
  kind: processKind,
  argv: z.array(text),
  /** Only the variables that matter here: PYTHON…, PYSPARK…, SPARK…, JAVA_HOME, PATH. null: the same as the parent's. */
  env: z.record(z.string(), text).nullable(),
});

const process = z.strictObject({
  /** Last kind and a number in order of start: `pythonWorker-0`. Alone of its kind: no number. */
  id: processId,
  pid: z.int().positive(),
  /** Must name a process of this recording; null for the first of a tree. */
  parent: processId.nullable(),
  source: text,
  start: time,
  /** null: still running when the recording ended. Not before `start`. */
  end: time.nullable(),
  /** null: still running, or nobody saw how it ended. */
  exit: exit.nullable(),
  /** In order of time, the first at `start`. */
  images: z.array(image).min(1),
  /** Spark's executor id, for an executor JVM and the Python processes under it. */
  executor: text.nullable(),
  /** Loopback address that stands for the machine: the driver's is 127.0.0.1. */
  machine: text,
});

const channelKind = z.enum([
  'py4j',
  'workerSocket',
  'resultSocket',
  'accumulatorSocket',
  'stdinPipe',
  'daemonPipe',
  'file',
  'rpc',
  'block',
  'grpc',
]);

/** Bytes sent by the first end and by the second end of a channel. */
const bothWays = z.tuple([size, size]);

const channel = z.strictObject({
  id: z.string().min(1),
  kind: channelKind,
  /** The end that opened it, then the other. Both name processes. */
  ends: z.tuple([processId, processId]),
  source: text,
  open: time,
  /** null: open when the recording ended. */
  close: time.nullable(),
  /** `127.0.0.1:38211`, or a path. */
  address: text.nullable(),
  /** What it is for, where more than one of a kind exists: `collect`, `parallelize`. */
  purpose: text.nullable(),
  /** Sum of the sizes of its messages and summaries, each way. */
  sent: bothWays,
  /** What an independent observer counted: the kernel (TCP_INFO, fstat) or Flight Recorder. null: nobody else counted. */
  counted: z.strictObject({ by: z.enum(['TCP_INFO', 'fstat', 'flightRecorder']), sent: bothWays }).nullable(),
});

/** A named part of a message. `size` bytes from `offset`; `value` is what they mean, decoded. */
const field = z.strictObject({
  name: text,
  offset: size,
  size,
  value: z.union([text, z.number(), z.boolean(), z.null()]),
});

const base = { at: time, source: text };
const task = z.int().nonnegative();

const messageType = z.enum([
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

const event = z.discriminatedUnion('kind', [
  message, messages, line, lines, jobStart, jobEnd, stageStart, stageEnd, taskStart, taskEnd,
  executorAdded, executorRemoved, block, sqlStart, sqlEnd, gc, exception, output, limit,
]);

/** Kinds of event. */
export const eventKinds = event.options.map(({ shape }) => shape.kind.value);

/** A step function: `value[i]` bytes hold from `at[i]` until `at[i + 1]`. Both lists have one length; `at` rises. */
const series = z.strictObject({
  process: processId,
  measure: z.enum(['rss', 'heapUsed', 'heapCommitted', 'heapMax']),
  source: text,
  /** µs between two samples; only changes are kept. */
  every: z.int().positive(),
  at: z.array(time),
  value: z.array(size),
});

/** An observer. `fineness` is the µs within which its times are known: order between closer events comes from causality. */
const source = z.strictObject({ what: text, fineness: z.int().positive() });

const run = z.strictObject({
  name: z.string().min(1),
  mode: z.enum(['run', 'launch']),
  recorder: text,
  /** Day of the run, `YYYY-MM-DD`. */
  date: z.iso.date(),
  spark: text,
  python: text,
  /** Versions of pandas, PyArrow and NumPy that the job's Python would import, by their names on PyPI; what is not installed is missing. */
  packages: z.record(z.string(), text),
  java: text,
  os: text,
  master: text,
  /** Workers of a standalone cluster that the recorder started, 0 without one. All on one computer. */
  cluster: z.int().nonnegative(),
  /** Spark's configuration as the run had it, without what the recorder added. */
  conf: z.record(z.string(), text),
  /** What the recorder added to the run: configuration keys and JVM options. They are not in `conf` and `argv`. */
  added: z.array(text),
  job: z.strictObject({ file: text, args: z.array(text), source: text }).nullable(),
  /** The command that records it again. */
  command: text,
  /** µs from the beginning to the end of the recording. Nothing is later. */
  duration: time,
  /** How the job's own process ended. */
  exit: exit.nullable(),
  /** Whether rows, broadcast values and accumulator updates kept their first bytes. */
  payloads: z.boolean(),
  /** One sentence each on what this recording could not see. */
  unseen: z.array(text),
});

export const recording = z.strictObject({
  format: z.literal(FORMAT),
  run,
  /** By the name that `source` fields use. */
  sources: z.record(z.string(), source),
  /** In order of start. */
  processes: z.array(process),
  channels: z.array(channel),
  /** In order of `at`. */
  events: z.array(event),
  memory: z.array(series),
});

export type Recording = z.infer<typeof recording>;
export type Run = z.infer<typeof run>;
export type Process = z.infer<typeof process>;
export type ProcessKind = z.infer<typeof processKind>;
export type Image = z.infer<typeof image>;
export type Exit = z.infer<typeof exit>;
export type Channel = z.infer<typeof channel>;
export type ChannelKind = z.infer<typeof channelKind>;
export type Event = z.infer<typeof event>;
export type EventKind = Event['kind'];
export type EventOf<K extends EventKind> = Extract<Event, { kind: K }>;
export type Message = z.infer<typeof message>;
export type MessageType = z.infer<typeof messageType>;
export type Field = z.infer<typeof field>;
export type Series = z.infer<typeof series>;
