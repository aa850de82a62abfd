import { glob } from "astro/loaders";
import { defineCollection } from "astro:content";
import { docsSchema } from "@astrojs/starlight/schema";
import { z } from "astro/zod";
import { parts } from "./site/parts.ts";

export const collections = {
	docs: defineCollection({
		loader: glob({ base: "./content", pattern: "{index,404,glossary,map,lessons/**,zh-cn/**}.mdx" }),
		schema: docsSchema({
			extend: z.object({
				/** Number of the part that a lesson belongs to, from 1. */
				part: z.number().int().min(1).max(parts.length).optional(),
				/** Place of a lesson within its part. */
				order: z.number().optional(),
			}),
		}),
	}),
};
