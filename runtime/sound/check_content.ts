import type { Content } from "../media/content.ts";
import type { Sound } from "./sound.ts";

/**
 * Refuses at once content with a name that leads out of the allowed folders.
 * @throws {CtiError} `forbiddenPath`, with the name
 */
export function checkContent(
  sound: Pick<Sound, "check">,
  content: Content,
): void {
  for (const item of content) {
    if (typeof item === "string") sound.check(item, "play");
  }
}
