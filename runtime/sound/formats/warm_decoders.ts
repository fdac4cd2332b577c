import { openMpg123 } from "./mp3.ts";
import { openLibopus } from "./opus.ts";

/**
 * Loads and compiles the decoders that are modules of their own, so that the
 * first who plays such a file does not wait for that.
 */
export async function warmDecoders(): Promise<void> {
  for (const open of [openMpg123, openLibopus]) (await open()).free();
}
