/** Errors of components, told by the file that an author wrote. */

/** `/x/lessons/collect/` under the base `/x/` → `content/lessons/collect.mdx`. */
export function toSourceFile(path: string, base: string): string {
	const page = path.slice(base.length).replace(/\/$/, "") || "index";
	const [, folder, name] = /^(embed|failures)\/(.+)$/.exec(page) ?? [];
	return folder ? `content/${folder === "embed" ? "stories" : folder}/${name}.yaml` : `content/${page}.mdx`;
}

/** `<Step story="collect" name="fork">`, of the attributes that are words or numbers. */
export const toTag = (component: string, props: object) =>
	`<${[component, ...Object.entries(props).flatMap(([name, value]) => toAttribute(name, value))].join(" ")}>`;

const toAttribute = (name: string, value: unknown) =>
	typeof value === "string" ? [`${name}="${value}"`] : typeof value === "number" ? [`${name}={${value}}`] : [];

interface Page {
	readonly url: URL;
	readonly props: object;
}

/** Does a component's work. What it throws gets the page's file and the component's tag before it. */
export function inPage<T>(component: string, { url, props }: Page, work: () => T): T {
	try {
		return work();
	} catch (error) {
		const place = `${toSourceFile(url.pathname, import.meta.env.BASE_URL)}: ${toTag(component, props)}`;
		throw new Error(`${place}: ${(error as Error).message}`, { cause: error });
	}
}
