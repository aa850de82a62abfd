/**
 * Colours by what they mean. A drawing names tokens, never colours, so that one drawing serves both themes.
 * In a page, token `python.fill` is the custom property `--python-fill`.
 */

/** Each token: its colour on light, on dark. */
export const palette = {
	paper: ["#faf9f6", "#14171c"],
	panel: ["#ffffff", "#1b1f26"],
	ink: ["#1d2229", "#e6e4de"],
	muted: ["#5b6472", "#98a0ad"],
	hair: ["#c9c7bf", "#3a404a"],
	/** Behind the line of code or the field that matters now. */
	current: ["#f4e9b4", "#45411f"],
	python: ["#2b5f92", "#7fb2e5"],
	"python.fill": ["#e8f0f8", "#1a2733"],
	jvm: ["#a94a17", "#f0925a"],
	"jvm.fill": ["#fbeee4", "#2d2019"],
	control: ["#7a8290", "#8f98a6"],
	code: ["#7b4fa3", "#c39be8"],
	"code.fill": ["#f0e8f6", "#2c2338"],
	rows: ["#a87900", "#f2c94c"],
	"rows.fill": ["#f7d65a", "#7d5f0e"],
	arrow: ["#0f7d6c", "#53c7b2"],
	"arrow.fill": ["#e1f2ee", "#16332f"],
	error: ["#b3261e", "#ff8a80"],
	"error.fill": ["#fbe9e7", "#3a1f1e"],
} as const satisfies Record<string, readonly [light: string, dark: string]>;

export type Token = keyof typeof palette;
export type Paint = Token | "none";
/** `page`: colours stay custom properties and follow the page's theme. */
export type Theme = "light" | "dark" | "page";

const plain = ["paper", "panel"] as const;
const processes = ["python.fill", "jvm.fill"] as const;

/** Tokens that text may have, and the surfaces on which each has a contrast of at least 4.5 : 1. */
export const textSurfaces = {
	ink: [...plain, ...processes, "current", "code.fill", "rows.fill", "arrow.fill", "error.fill"],
	muted: [...plain, ...processes, "code.fill", "arrow.fill", "error.fill"],
	python: [...plain, "python.fill"],
	jvm: [...plain, "jvm.fill"],
	code: [...plain, "code.fill"],
	arrow: plain,
	error: [...plain, ...processes, "error.fill"],
} as const satisfies Partial<Record<Token, readonly Token[]>>;

export type TextPaint = keyof typeof textSurfaces;

/** Tokens of marks, and the surfaces on which each has a contrast of at least 3 : 1. `hair` is for lines that may be missed. */
export const markTokens = ["ink", "muted", "python", "jvm", "control", "code", "rows", "arrow", "error"] as const;
export const markSurfaces = [...plain, ...processes] as const;

/** The value of an SVG attribute for a token. */
export function toColour(paint: Paint, theme: Theme): string {
	if (paint === "none") return paint;
	return theme === "page" ? `var(--${paint.replace(".", "-")})` : palette[paint][theme === "light" ? 0 : 1];
}
