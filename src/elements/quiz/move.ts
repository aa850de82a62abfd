/** Moves an item of a list one place. The neighbour is what moves in the document, so the focus stays on the button. */
import { words } from "../../quiz/words.ts";

/** Returns what to tell someone who does not see the list; null if the item is at that end already. */
export function moveItem(button: HTMLElement): string | null {
	const item = button.closest("li")!;
	const isUp = button.dataset["move"] === "up";
	const neighbour = isUp ? item.previousElementSibling : item.nextElementSibling;
	if (!neighbour) return null;
	if (isUp) item.after(neighbour);
	else item.before(neighbour);
	const items = [...item.parentElement!.children];
	return words.place(item.firstElementChild!.textContent!, items.indexOf(item) + 1, items.length);
}

/** The first cannot move up nor the last down. Not `disabled`: that would take the focus away. */
export function updateEnds(list: HTMLElement) {
	for (const button of list.querySelectorAll<HTMLElement>("[data-move]")) {
		const item = button.closest("li")!;
		const isEnd = !(button.dataset["move"] === "up" ? item.previousElementSibling : item.nextElementSibling);
		button.setAttribute("aria-disabled", String(isEnd));
	}
}
