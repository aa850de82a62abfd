/** The card of a glossary term: while a mouse or the focus is on its link, or a mouse on the card; Escape takes it away. */
let card: HTMLElement | undefined;
let shown: HTMLElement | null = null;
let leaving = 0;

function show(link: HTMLElement): void {
	clearTimeout(leaving);
	if (link === shown) return;
	hide();
	card ??= document.body.appendChild(Object.assign(document.createElement("div"), { id: "gloss", className: "gloss-card", role: "tooltip", popover: "manual" }));
	card.innerHTML = link.dataset["gloss"]!;
	card.showPopover?.();
	place(link, card);
	link.setAttribute("aria-describedby", "gloss");
	shown = link;
}

function place(link: HTMLElement, card: HTMLElement): void {
	const { left, top, bottom } = [...link.getClientRects()].at(0)!;
	const { width, height } = card.getBoundingClientRect();
	card.style.left = `${Math.max(8, Math.min(left, document.documentElement.clientWidth - width - 8))}px`;
	card.style.top = `${bottom + height > innerHeight ? top - height : bottom}px`;
}

function hide(): void {
	if (!shown) return;
	shown.removeAttribute("aria-describedby");
	card!.hidePopover?.();
	shown = null;
}

const find = ({ target }: Event) => (target as Element).closest?.<HTMLElement>("[data-gloss], .gloss-card");

function enter(event: Event): void {
	const link = find(event);
	if (link?.dataset["gloss"]) show(link);
	else if (link) clearTimeout(leaving);
}

function leave(event: Event): void {
	clearTimeout(leaving);
	if (shown && find(event)) leaving = window.setTimeout(() => document.activeElement === shown || hide(), 200);
}

document.addEventListener("mouseover", enter);
document.addEventListener("mouseout", leave);
document.addEventListener("focusin", enter);
document.addEventListener("focusout", hide);
document.addEventListener("keydown", ({ key }) => key === "Escape" && hide());
// A focus that scrolls its link into view keeps its card.
addEventListener("scroll", () => (shown && document.activeElement === shown ? place(shown, card!) : hide()), { passive: true });
