import { gradePlaces } from "../../grade.ts";

export const assign = gradePlaces;
