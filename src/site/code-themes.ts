import type { StarlightExpressiveCodeOptions } from "@astrojs/starlight/expressive-code";

interface Inks {
	type: "light" | "dark";
	paper: string;
	ink: string;
	comment: string;
	keyword: string;
	string: string;
	number: string;
}

/** Quiet code: the site's colours mean processes and data, so code keeps to ink, one hue for strings and one for numbers. */
const toTheme = ({ type, paper, ink, comment, keyword, string, number }: Inks) => ({
	name: `sheet-${type}`,
	type,
	colors: { "editor.background": paper, "editor.foreground": ink },
	settings: [
		{ settings: { background: paper, foreground: ink } },
		{ scope: ["comment", "punctuation.definition.comment"], settings: { foreground: comment, fontStyle: "italic" } },
		{
			scope: ["keyword", "storage", "keyword.operator.logical.python", "support.function.builtin.shell"],
			settings: { foreground: keyword, fontStyle: "bold" },
		},
		{ scope: ["keyword.operator"], settings: { foreground: ink, fontStyle: "" } },
		{ scope: ["string", "punctuation.definition.string"], settings: { foreground: string } },
		{ scope: ["constant", "entity.name.function.decorator"], settings: { foreground: number } },
	],
});

export const codeThemes: StarlightExpressiveCodeOptions = {
	themes: [
		toTheme({ type: "dark", paper: "#1b1f26", ink: "#e6e4de", comment: "#98a0ad", keyword: "#ffffff", string: "#9ccb9f", number: "#e0b56c" }),
		toTheme({ type: "light", paper: "#ffffff", ink: "#1d2229", comment: "#667080", keyword: "#000000", string: "#2f6b3c", number: "#8a5600" }),
	],
	// Wrapped, so that no block scrolls by itself: on a phone a line is read whole, and the keyboard needs no stop in it.
	defaultProps: { wrap: true, overridesByLang: { "sh,bash,console,text": { frame: "none" } } },
	styleOverrides: {
		borderRadius: "0",
		borderColor: "var(--hair)",
		codeFontFamily: "var(--mono)",
		codeFontSize: "0.875rem",
		uiFontFamily: "var(--sans)",
		frames: {
			frameBoxShadowCssValue: "none",
			editorTabBarBackground: "var(--paper)",
			editorActiveTabBackground: "var(--panel)",
			editorActiveTabForeground: "var(--muted)",
			editorActiveTabIndicatorTopColor: "transparent",
			editorActiveTabIndicatorBottomColor: "transparent",
			editorTabBarBorderBottomColor: "var(--hair)",
		},
	},
};
