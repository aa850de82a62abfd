/** Calls `load` once, when a reader comes near an element of the page: what stands far down need not come with the page. */
export function whenNear(name: string, load: () => void): void {
	const sight = new IntersectionObserver(
		(entries) => {
			if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
			sight.disconnect();
			load();
		},
		{ rootMargin: "50% 0px" },
	);
	for (const element of document.querySelectorAll(name)) sight.observe(element);
}
