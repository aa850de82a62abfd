/** The observations of content/. */
import { type Observation, readObservation } from "../../observation/observation.ts";
import { onceEach, readText } from "./once.ts";

export const loadObservation = onceEach((name): Observation => {
	const file = `content/observations/${name}.json`;
	const text = readText(file);
	if (text === null) throw new Error(`there is no ${file}; make it with npm run record -- --observe ${name}`);
	return readObservation(text, file);
});
