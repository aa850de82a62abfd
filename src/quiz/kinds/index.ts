/** The kinds of question, as quizzes write them. Adding one: its folder, a line here, and a line in `grades.ts`. */
export { assign } from "./assign/schema.ts";
export { choose } from "./choose/schema.ts";
export { order } from "./order/schema.ts";
