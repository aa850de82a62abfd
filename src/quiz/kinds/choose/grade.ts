import { gradePlaces } from "../../grade.ts";

export const choose = gradePlaces;
