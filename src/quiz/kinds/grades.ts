/** How each kind of question is graded. Runs in the browser. */
import type { ToGrade } from "../grade.ts";
import { assign } from "./assign/grade.ts";
import { choose } from "./choose/grade.ts";
import { order } from "./order/grade.ts";

export const grades: Readonly<Record<string, ToGrade>> = { assign, choose, order };
