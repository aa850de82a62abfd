import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readBatch, readBody, readColumns, readSchema } from "../../src/arrow/read-message.ts";
import type { Recording } from "../../src/recording/format.ts";
import { decodeBase64 } from "../../src/recording/lookup.ts";

/** Bytes of the first schema and the first batch that one process sent in a recording. */
function messagesOf(name: string, channel: string, from: string) {
	const { events } = JSON.parse(readFileSync(`content/recordings/${name}.json`, "utf8")) as Recording;
	const first = (type: string) => {
		const event = events.find((e) => e.kind === "message" && e.type === type && e.channel === channel && e.from.startsWith(from));
		if (event?.kind !== "message") throw new Error(`${name} has no ${type}`);
		const bytes = decodeBase64(event.bytes!);
		const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
		return { metadata: bytes.subarray(8, 8 + length), body: bytes.subarray(8 + length) };
	};
	return { schema: first("arrowSchema").metadata, batch: first("arrowBatch") };
}
const show = (parts: readonly { name: string; value: string; offset: number; size: number }[]) => parts.map((p) => `${p.name} = ${p.value} (${p.offset}, ${p.size})`);

test("one column of integers, as the JVM writes it", () => {
	const { schema, batch } = messagesOf("udf-arrow", "workerSocket-0", "executorJvm");
	const columns = readColumns(schema);
	expect(columns).toEqual([{ name: "_0", type: "int64" }]);
	expect(readSchema(schema).map(({ name, value }) => `${name} = ${value}`).sort()).toEqual(["_0 name = _0", "_0 type = int64"]);
	expect(show(readBatch(batch.metadata, columns)).map((line) => line.replace(/ \(.*/, ""))).toEqual([
		"rows = 10000",
		"_0 validity at = 0, 1,250 bytes",
		"_0 values at = 1256, 80,000 bytes",
		"_0 nulls = 0",
	]);
	const body = readBody(batch.metadata, columns, batch.body);
	expect(show(body.slice(0, 4))).toEqual(["_0 validity = 1,250 bytes (0, 1250)", "_0 values = 80,000 bytes (1256, 80000)", "_0[0] = 0 (1256, 8)", "_0[1] = 1 (1264, 8)"]);
	expect(body.find(({ name }) => name === "_0[100]")?.value).toBe("0");
});

test("doubles without a validity buffer, as PyArrow writes them", () => {
	const { schema, batch } = messagesOf("udf-arrow", "workerSocket-0", "pythonWorker");
	const columns = readColumns(schema);
	expect(columns).toEqual([{ name: "_0", type: "double" }]);
	expect(show(readBody(batch.metadata, columns, batch.body).slice(0, 3))).toEqual(["_0 values = 80,000 bytes (0, 80000)", "_0[0] = 32 (0, 8)", "_0[1] = 33.8 (8, 8)"]);
});

test("strings have three buffers, and only what was kept has values", () => {
	const { schema, batch } = messagesOf("back-pandas-arrow", "resultSocket-0", "driverJvm");
	const columns = readColumns(schema);
	expect(columns).toEqual([{ name: "id", type: "int64" }, { name: "name", type: "string" }]);
	expect(readBatch(batch.metadata, columns).flatMap(({ name }) => (name.endsWith(" at") ? name : []))).toEqual(["id validity at", "id values at", "name validity at", "name offsets at", "name characters at"]);
	expect(readBody(batch.metadata, columns, batch.body).filter(({ depth }) => depth === 1).map(({ name }) => name)).toEqual(["id validity", "id values"]);
});
