/** All that content/ holds, read and checked: for pages, components, scripts and tests. */
export { finderJson, loadFailure, loadFailures, loadGeneral } from "./failures.ts";
export { loadGlossary, loadTerm } from "./glossary.ts";
export { allLessons, findLesson, lessonOf } from "./lessons.ts";
export { loadMap } from "./map.ts";
export { loadObservation } from "./observations.ts";
export { loadQuiz, quizNames } from "./quizzes.ts";
export {
	findStep,
	loadFigure,
	loadStep,
	loadStory,
	openRecording,
	recordedValue,
	recordingNames,
	storyNames,
} from "./stories.ts";
