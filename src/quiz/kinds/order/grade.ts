import { gradePlaces } from "../../grade.ts";

export const order = gradePlaces;
