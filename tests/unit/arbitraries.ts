import fc from "fast-check";
import { earlierWays, limiters, modes, pandases, ranges, rowKinds, type Settings, sparks, ways } from "../../src/memory/settings.ts";

/** Any code points, also halves of surrogate pairs. */
export const anyText = (maxLength = 100) => fc.array(fc.oneof(fc.nat(0x7f), fc.nat(0x10ffff)), { maxLength }).map((codes) => String.fromCodePoint(...codes));

const MiB = 1024 ** 2;
const size = (least: number, most = 2 ** 40) => fc.integer({ min: Math.ceil(least / MiB), max: most / MiB }).map((n) => n * MiB);
export const anySettings: fc.Arbitrary<Settings> = fc.record({
	rows: fc.integer({ min: 0, max: 1e9 }),
	row: fc.constantFrom(...rowKinds),
	columns: fc.integer({ min: 1, max: 2000 }),
	partitions: fc.integer({ min: 1, max: 1e5 }),
	executors: fc.integer({ min: 1, max: 1000 }),
	cores: fc.integer({ min: 1, max: 64 }),
	mode: fc.constantFrom(...modes),
	way: fc.constantFrom(...ways),
	take: fc.integer({ min: 0, max: 1e6 }),
	driverMemory: size(ranges.driverMemory[0]),
	executorMemory: size(ranges.executorMemory[0]),
	maxResultSize: fc.oneof(fc.constant(0), size(MiB)),
	pythonMemory: size(ranges.pythonMemory[0]),
	limiter: fc.constantFrom(...limiters),
	spark: fc.constantFrom(...sparks),
	pandas: fc.constantFrom(...pandases),
	earlier: fc.constantFrom(...earlierWays),
	earlierRows: fc.integer({ min: 0, max: 1e9 }),
});
