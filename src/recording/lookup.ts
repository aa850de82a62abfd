/** Finding things by time or by place in the recording: binary search and running sums. */

/** How many of a rising list are at most `x`. */
export function countUpTo(rising: ArrayLike<number>, x: number): number {
	let [low, high] = [0, rising.length];
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (rising[middle]! <= x) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** How many of a rising list are less than `x`. */
export function countBelow(rising: ArrayLike<number>, x: number): number {
	let [low, high] = [0, rising.length];
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (rising[middle]! < x) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** Places (numbers that rise) and, for each measure, the sum over all places up to each. */
export interface Sums<M extends string> {
	readonly places: number[];
	readonly sums: Readonly<Record<M, number[]>>;
}

export function emptySums<M extends string>(...measures: M[]): Sums<M> {
	return { places: [], sums: Object.fromEntries(measures.map((m) => [m, [0]])) as Record<M, number[]> };
}

/** Appends; `place` is not before the last. */
export function addTo<M extends string>({ places, sums }: Sums<M>, place: number, values: Readonly<Record<M, number>>): void {
	places.push(place);
	const last = places.length - 1;
	for (const measure in values) sums[measure].push(sums[measure][last]! + values[measure]);
}

/** The list of a key, made if there is none. */
export function listOf<K, V>(map: Map<K, V[]>, key: K): V[] {
	let list = map.get(key);
	if (!list) map.set(key, (list = []));
	return list;
}

/** Bytes of a base64 text. Whatever is not base64 ends it. */
export function decodeBase64(text: string): Uint8Array {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const bytes = new Uint8Array(Math.floor((text.replace(/=+$/, "").length * 3) / 4));
	let [bits, held, length] = [0, 0, 0];
	for (const character of text) {
		const value = alphabet.indexOf(character);
		if (value < 0 || length === bytes.length) break;
		bits = ((bits << 6) | value) & 0xffff;
		held += 6;
		if (held >= 8) bytes[length++] = (bits >> (held -= 8)) & 0xff;
	}
	return bytes.subarray(0, length);
}
