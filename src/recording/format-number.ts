/** The format that this code reads and the recorder writes. Apart from `format.ts`, so that a page needs no zod. */
export const FORMAT = 1;
