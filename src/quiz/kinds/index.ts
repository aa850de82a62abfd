/** The kinds of question. Adding one: its file, and a line here. */
export { assign } from "./assign";
export { choose } from "./choose";
export { order } from "./order";
