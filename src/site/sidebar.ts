import { allLessons, type Lesson } from "./content/lessons.ts";
import { parts } from "./parts.ts";

/** How the sidebar shows a part. */
export const partLabel = (part: number) => `${part} ${parts[part - 1]}`;

/** The sidebar: one group a part, holding its lessons by their order. A part without lessons is left out. */
export const toSidebar = (lessons: readonly Lesson[]) =>
	parts
		.map((_, i) => ({
			label: partLabel(i + 1),
			items: lessons.filter(({ part }) => part === i + 1).map(({ name }) => ({ slug: `lessons/${name}` })),
		}))
		.filter(({ items }) => items.length > 0);

export const readSidebar = () => toSidebar(allLessons());
