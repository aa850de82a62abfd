/** Brings the sandbox's code when a reader comes near it: it is as heavy as a page's figures, and stands far down. */
const sight = new IntersectionObserver(
	(entries) => {
		if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
		sight.disconnect();
		void import("./spark-sandbox.ts");
	},
	{ rootMargin: "50% 0px" },
);
for (const sandbox of document.querySelectorAll("spark-sandbox")) sight.observe(sandbox);
