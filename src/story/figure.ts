/**
 * What a player, an embed, a picture or a slide sees of a story: everything is a function of story time.
 * Story time is in ms from 0 to `duration`; recorded time in µs since the recording began.
 */
import type { Drawing, Layout } from '../drawing/shapes.ts';

export interface FigureStep {
  /** Name of the step, unique in the story: the address of the step is `#story.name`. */
  readonly name: string;
  /** Where the step stands: the picture is at rest there. */
  readonly at: number;
  /** The recorded moment of its event, µs. */
  readonly recorded: number;
  /** Caption, HTML of one paragraph without block elements. */
  readonly caption: string;
}

export interface Tick {
  readonly at: number;
  /** Palette token: `control`, `code`, `rows`, `arrow`, `error`. */
  readonly paint: string;
}

/** What the panel shows of a process, a channel or a message. */
export interface Inspection {
  readonly title: string;
  /** Name and value; a value may hold line breaks. */
  readonly facts: readonly (readonly [string, string])[];
  /** Bytes of a message, the fields named over them. */
  readonly bytes?: { readonly kept: Uint8Array; readonly size: number; readonly fields: readonly { name: string; offset: number; size: number; value: string }[] };
}

export interface Figure {
  readonly duration: number;
  readonly steps: readonly FigureStep[];
  readonly ticks: readonly Tick[];
  /** Pure: the same story time gives the same shapes to the byte. */
  draw(at: number, layout: Layout): Drawing;
  /** Recorded µs at a story time; rises, stands still while a message travels. */
  recorded(at: number): number;
  /** One or two sentences for a screen reader: who exists, what is under way. */
  describe(at: number): string;
  /** The entity with this id (`entity` of a shape) as it is at a story time, null if there is none. */
  inspect(entity: string, at: number): Inspection | null;
}
