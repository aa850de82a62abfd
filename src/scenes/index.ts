/** The scenes by the name that a story gives. Adding one: its file, and a line here. */
import { bytes } from "./bytes.ts";
import { cluster } from "./cluster.ts";
import { compare } from "./compare.ts";
import { conversation } from "./conversation.ts";
import { launch } from "./launch.ts";
import { memory } from "./memory.ts";
import type { Scene } from "./scene.ts";

export const scenes: Readonly<Record<string, Scene>> = { bytes, cluster, compare, conversation, launch, memory };
