/** Where a step of a story is: `#story.step` on a page, `?step=` in an embed. */
export interface StepAddress {
	readonly story: string;
	readonly step: string;
}

const form = /^#([\w-]+)\.([\w-]+)$/;

/** Null: no address of a step. */
export function readHash(hash: string): StepAddress | null {
	const [, story, step] = form.exec(hash) ?? [];
	return story && step ? { story, step } : null;
}

export const toHash = ({ story, step }: StepAddress) => `#${story}.${step}`;

/** Index of a step by its name or its number, from 1; -1 if there is none. */
export function findStep(steps: readonly { readonly name: string }[], step: string): number {
	const byName = steps.findIndex(({ name }) => name === step);
	return byName >= 0 || !/^\d+$/.test(step) || Number(step) > steps.length ? byName : Number(step) - 1;
}
