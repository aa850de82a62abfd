/** Pictures to take away: an SVG that stands alone, and a PNG of it. Both with their colours resolved. */
import type { Drawing } from "../drawing/shapes.ts";
import { type SvgOptions, toSvg } from "../drawing/svg.ts";

/** Pixels of a PNG for each px of a drawing. */
const sharpness = 2;

/** The theme that an element is shown in. */
export function readTheme(element: Element): "light" | "dark" {
	const scheme = getComputedStyle(element).colorScheme;
	if (scheme.includes("light") && scheme.includes("dark")) return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
	return scheme.includes("dark") ? "dark" : "light";
}

export function saveSvg(drawing: Drawing, options: SvgOptions, name: string): void {
	save(new Blob([toSvg(drawing, options)], { type: "image/svg+xml" }), `${name}.svg`);
}

export async function savePng(drawing: Drawing, options: SvgOptions, name: string): Promise<void> {
	const svg = toSvg(drawing, options).replace(">", `><style>${await readFonts()}</style>`);
	const image = new Image();
	image.src = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
	await image.decode();
	const canvas = document.createElement("canvas");
	canvas.width = drawing.width * sharpness;
	canvas.height = drawing.height * sharpness;
	canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
	URL.revokeObjectURL(image.src);
	const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
	if (!blob) throw new Error("The browser could not make a PNG.");
	save(blob, `${name}.png`);
}

function save(blob: Blob, name: string): void {
	const link = document.createElement("a");
	link.href = URL.createObjectURL(blob);
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

const isOurs = (rule: CSSRule): rule is CSSFontFaceRule =>
	rule instanceof CSSFontFaceRule &&
	/^"?IBM Plex (Sans|Mono)"?$/.test(rule.style.getPropertyValue("font-family")) &&
	rule.style.getPropertyValue("src").includes("url(");

/** The page's fonts as rules that need no other file: an SVG that is drawn as an image may load none. */
async function readFonts(): Promise<string> {
	const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules].filter(isOurs));
	const faces = rules.map(async ({ style, parentStyleSheet }) => {
		const [, url] = /url\("?([^")]+)"?\)/.exec(style.getPropertyValue("src"))!;
		const response = await fetch(new URL(url!, parentStyleSheet?.href ?? document.baseURI));
		const property = (name: string) => `${name}:${style.getPropertyValue(name)};`;
		return `@font-face{${property("font-family")}${property("font-weight")}${property("font-style")}src:url(${await toDataUrl(await response.blob())})}`;
	});
	return (await Promise.all(faces)).join("");
}

const toDataUrl = (blob: Blob) =>
	new Promise<string>((resolve, reject) => {
		const reader = new FileReader();
		reader.onload = () => resolve(reader.result as string);
		reader.onerror = () => reject(reader.error);
		reader.readAsDataURL(blob);
	});
