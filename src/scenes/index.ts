/** The scenes by the name that a story gives. Adding one: its file, and a line here. */
import { bytes } from "./bytes";
import { cluster } from "./cluster";
import { conversation } from "./conversation";
import type { Scene } from "./scene";

export const scenes: Readonly<Record<string, Scene>> = { bytes, cluster, conversation };
