import type { PlayContent } from "../runtime/client/mod.ts";

/** A play list, item by item. */
export type Items = Exclude<PlayContent, string>;

/** The type of an item that the node speaks. */
const TEXT = 10;

/** Speaks a text, in the place of which a file of a studio may stand. */
export function say(text: string): Items {
  return [[text, TEXT, "en-US"]];
}
