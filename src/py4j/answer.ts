/** Answers of the JVM: `!`, how it went, a letter for the type, the value. After py4j 0.10.9.9, `py4j/protocol.py`; tested against a JVM. */

export interface AnswerForm {
	/** What the Java method returns. */
	readonly returns: string;
	/** After `!`: how it went, and the letter of the type. */
	readonly letters: string;
	/** What follows the letters; empty: nothing does. */
	readonly rest: string;
	readonly says: string;
}

export const answerForms: readonly AnswerForm[] = [
	{ returns: "nothing (void)", letters: "yv", rest: "", says: "no value" },
	{ returns: "null", letters: "yn", rest: "", says: "null, None in Python" },
	{ returns: "a boolean", letters: "yb", rest: "true", says: "a boolean, in Java's spelling" },
	{ returns: "an int, short or byte", letters: "yi", rest: "2", says: "an int, in digits" },
	{ returns: "a long", letters: "yL", rest: "4294967296", says: "a long, in digits" },
	{ returns: "a double or float", letters: "yd", rest: "1.5", says: "a double, in Java's spelling" },
	{ returns: "a String or char", letters: "ys", rest: "text", says: "a string, escaped like an argument" },
	{ returns: "a byte[]", letters: "yj", rest: "gAVL", says: "bytes, in base64" },
	{ returns: "a BigDecimal", letters: "yD", rest: "1.5", says: "a decimal" },
	{ returns: "a List", letters: "yl", rest: "o38", says: "a list: only its id, the elements stay in the JVM" },
	{ returns: "a Map", letters: "ya", rest: "o38", says: "a map: only its id" },
	{ returns: "a Set", letters: "yh", rest: "o38", says: "a set: only its id" },
	{ returns: "an array", letters: "yt", rest: "o38", says: "an array: only its id" },
	{ returns: "an Iterator", letters: "yg", rest: "o38", says: "an iterator: only its id" },
	{ returns: "any other object", letters: "yr", rest: "o38", says: "a reference: the object's id" },
	{ returns: "nothing, it throws", letters: "xr", rest: "o38", says: "a reference to the exception, which stays in the JVM" },
];

/** Where the JVM cannot read the command. */
export const fatalForm: AnswerForm = { returns: "", letters: "zs", rest: "java.lang.NumberFormatException: …", says: "a string: what was wrong, and where" };

/** What a constructor can be answered with. */
export const isOfConstructor = ({ letters }: AnswerForm) => ["yl", "ya", "yh", "yr", "xr"].includes(letters);

/** The form of an answer, without its line feed. */
export const findForm = (answer: string) => [...answerForms, fatalForm].find(({ letters }) => answer.startsWith(`!${letters}`));

/** The form, with the value of an answer that was recorded. */
export const toForm = (answer: string): AnswerForm | undefined => {
	const form = findForm(answer);
	return form && { ...form, rest: answer.slice(1 + form.letters.length) };
};
