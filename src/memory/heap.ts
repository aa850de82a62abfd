/**
 * What arrays take on a heap of G1, the collector that OpenJDK 17 chooses on a machine with two processors or more and
 * at least 1,792 MB. An object of half a region or more gets regions of its own, and what it leaves of the last is lost.
 */
const MiB = 1024 ** 2;
const header = 16;

/** Bytes of a region: the heap in 2,048 parts, rounded up to a power of two, from 1 to 32 MiB (`G1HeapRegionSize`; recorded with each run of the grid, for other heaps said by OpenJDK 17.0.15 with `-XX:+PrintFlagsFinal`). */
export function regionSize(heap: number): number {
	return 2 ** Math.min(25, Math.max(20, Math.ceil(Math.log2(heap / 2048))));
}

/** Bytes that a byte array of `length` takes. */
export function arrayBytes(length: number, region: number): number {
	const size = Math.ceil((length + header) / 8) * 8;
	return size > region / 2 ? Math.ceil(size / region) * region : size;
}

/** Bytes of a `ChunkedByteBuffer` of `length`: arrays of 1 MiB, the last as long as it must be (`ChunkedByteBufferOutputStream`, Spark 4.2dev). */
export function chunkBytes(length: number, region: number): number {
	const whole = Math.floor(length / MiB);
	return whole * arrayBytes(MiB, region) + (length > whole * MiB ? arrayBytes(length - whole * MiB, region) : 0);
}
