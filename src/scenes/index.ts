/** The scenes by the name that a story gives. Adding one: its file, and a line here. */
import { bytes } from "./bytes";
import { cluster } from "./cluster";
import { compare } from "./compare";
import { conversation } from "./conversation";
import { launch } from "./launch";
import { memory } from "./memory";
import type { Scene } from "./scene";

export const scenes: Readonly<Record<string, Scene>> = { bytes, cluster, compare, conversation, launch, memory };
