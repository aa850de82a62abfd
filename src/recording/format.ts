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
import { event, type messageType } from './format-events.ts';
import { processId, size, text, time } from './format-parts.ts';

/** The format that this code reads and the recorder writes. */
export const FORMAT = 1;

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
export type Exit = z.infer<typeof exit>;
export type Channel = z.infer<typeof channel>;
export type ChannelKind = z.infer<typeof channelKind>;
export type Event = z.infer<typeof event>;
export type EventKind = Event['kind'];
export type EventOf<K extends EventKind> = Extract<Event, { kind: K }>;
export type MessageType = z.infer<typeof messageType>;
export type Series = z.infer<typeof series>;
