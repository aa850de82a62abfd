/** The kinds of question. Adding one: its file, and a line here. */
export { assign } from "./assign.ts";
export { choose } from "./choose.ts";
export { order } from "./order.ts";
