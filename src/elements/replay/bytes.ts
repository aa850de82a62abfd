import type { Inspection } from "../../story/figure.ts";

type Bytes = NonNullable<Inspection["bytes"]>;
type NamedField = Bytes["fields"][number];

/** One run of bytes: those of a field, or those between fields. */
export interface Run {
	readonly hex: string;
	/** Bytes of it that are not in `hex`: left out here, or not kept by the recorder. */
	readonly more: number;
	readonly field: NamedField | null;
}

/** Bytes shown of one run. */
const most = 48;

const toHex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");

/** A message's bytes in order: each byte once, under its field. A field inside another has its name and no bytes. */
export function toRuns({ kept, size, fields }: Bytes): Run[] {
	const runs: Run[] = [];
	let end = 0;
	const add = (from: number, to: number, field: NamedField | null) => {
		const shown = kept.subarray(from, Math.min(to, from + most));
		if (to > from || field) runs.push({ hex: toHex(shown), more: to - from - shown.length, field });
		end = Math.max(end, to);
	};
	for (const field of fields) {
		if (field.offset > end) add(end, field.offset, null);
		add(Math.max(end, field.offset), Math.max(end, field.offset + field.size), field);
	}
	if (end < size) add(end, size, null);
	return runs;
}
