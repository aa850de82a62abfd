/** What may stand in `content/failures/*.yaml` and in `content/failures-general.yaml`. Build only: brings zod along. */
import * as z from "zod";

/** Text with `…` for what may differ; case, numbers and white space do not matter. A `line` must be a line of its own. */
const pattern = z.union([
	z.string().min(4),
	z.strictObject({
		text: z.string().min(4).optional(),
		line: z.string().min(4).optional(),
		/** Its numbers count, as an exit code's do. */
		exact: z.literal(true).optional(),
		/** 3 (so if absent): names this failure. 2: names its kind. 1: is compatible with it. */
		weight: z.union([z.literal(1), z.literal(2), z.literal(3)]).optional(),
		/** Where the words come from, if no recording holds them. */
		source: z.string().optional(),
	}),
]);

export const failureFile = z.strictObject({
	/** Place in the list: the way of a job, from its start. */
	order: z.int(),
	/** What happened, in a few words. */
	title: z.string(),
	recording: z.string(),
	story: z.string(),
	/** Step at which it breaks. */
	step: z.string(),
	/** Process in which it broke, and where the message then went. Inline Markdown. */
	process: z.enum(["driverPython", "driverJvm", "executorJvm", "pythonWorker", "shell"]),
	where: z.string(),
	/** The line to read, as printed: must occur in the recording. Absent: nothing is printed, and `silent` says so. */
	says: z.string().optional(),
	silent: z.string().optional(),
	/** Printed text begins with this line; absent: with the first traceback. */
	from: z.string().optional(),
	/** What the line means. Inline Markdown, as all below. */
	means: z.string(),
	fix: z.array(z.string()).min(1),
	patterns: z.array(pattern).min(1),
	/** Of what is said in `means` and `fix`. */
	source: z.string(),
	/** Slug of the lesson that explains it in depth. */
	lesson: z.string().optional(),
});

/** Lines that come with many failures and name none: what they say, and where to look instead. */
export const generalFile = z.array(z.strictObject({ name: z.string(), title: z.string(), look: z.string(), patterns: z.array(pattern).min(1), recording: z.string() }));

export type FailureFile = z.infer<typeof failureFile>;
export type PatternFile = z.infer<typeof pattern>;
