/** What the components of one page tell each other while the build renders it. */
declare namespace App {
	interface Locals {
		/** For each recording, the story of the page's first figure of it. */
		firstStories?: Map<string, string>;
	}
}
