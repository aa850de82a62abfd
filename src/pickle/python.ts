/** Values as Python writes them. */

/** `repr` of a float. Python changes to an exponent at 1e16 and below 1e-4, with at least two digits of it. */
export function toPythonFloat(value: number): string {
	if (Number.isNaN(value)) return "nan";
	if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
	if (Object.is(value, -0)) return "-0.0";
	const [digits, power] = value.toExponential().split("e") as [string, string];
	const exponent = Number(power);
	if (exponent < -4 || exponent >= 16) return `${digits}e${power[0]}${power.slice(1).padStart(2, "0")}`;
	return Number.isInteger(value) ? `${value}.0` : String(value);
}

const named: Record<string, string> = { "\t": "\\t", "\n": "\\n", "\r": "\\r", "\\": "\\\\" };

/** `repr` of bytes. */
export function toPythonBytes(bytes: Uint8Array): string {
	const text = toLatin(bytes);
	const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
	const body = text.replace(/[^ -~]|['"\\]/g, (c) => {
		if (c === "'" || c === '"') return c === quote ? `\\${c}` : c;
		return named[c] ?? `\\x${c.charCodeAt(0).toString(16).padStart(2, "0")}`;
	});
	return `b${quote}${body}${quote}`;
}

/** One character a byte. */
export function toLatin(bytes: Uint8Array): string {
	let text = "";
	for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
	return text;
}

/** Longer integers are named by their size: to write them in decimal would take seconds. */
const longest = 4096;

/** Little-endian, two's complement. */
export function toPythonInteger(bytes: Uint8Array): string {
	if (!bytes.length) return "0";
	if (bytes.length > longest) return `integer of ${bytes.length} bytes`;
	let hex = "";
	for (const byte of bytes) hex = byte.toString(16).padStart(2, "0") + hex;
	return String(BigInt.asIntN(8 * bytes.length, BigInt(`0x${hex}`)));
}
