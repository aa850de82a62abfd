/** Numbers as a reader sees them, wherever they stand. */

export const KiB = 1024;
export const MiB = 1024 ** 2;
export const GiB = 1024 ** 3;

/** Digits in threes, decimals spared: 20000 → 20,000. */
export const toGrouped = (x: number) => String(x).replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, ",");

/** `1 row`, `20,000 rows`. */
export const toCount = (x: number, one: string, many = `${one}s`) => `${toGrouped(x)} ${x === 1 ? one : many}`;

/** Bytes to the byte below 10,000, then in KiB or MiB. */
export function toSize(bytes: number): string {
	if (bytes < 10_000) return toCount(bytes, "byte");
	if (bytes < MiB) return `${toGrouped(Math.round(bytes / KiB))} KiB`;
	return `${(bytes / MiB).toFixed(bytes < 100 * MiB ? 1 : 0)} MiB`;
}

/** Whole MiB without the unit, for levels: `1,024`. */
export const toMiB = (bytes: number) => toGrouped(Math.round(bytes / MiB));

/** A level with its unit: `1,024 MiB`, from ten on `10.0 GiB`. */
export const toLevel = (bytes: number) => (bytes >= 10 * GiB ? `${(bytes / GiB).toFixed(1)} GiB` : `${toMiB(bytes)} MiB`);

/** `82.6 s`, `4.2 ms`, `310 µs`. */
export function toDuration(us: number): string {
	if (us >= 1e6) return `${(us / 1e6).toFixed(us >= 1e8 ? 1 : 3)} s`;
	return us >= 1000 ? `${(us / 1000).toFixed(1)} ms` : `${us} µs`;
}
