import type { Core } from "../core/mod.ts";
import { openBytes } from "./source.ts";
import { openLibopus } from "./formats/opus.ts";

/** MPEG-1 Layer III of 128 kbit/s, 44.1 kHz and two channels; all else is 0. */
const HEADER = [0xff, 0xfb, 0x90, 0x64];
const FRAME_BYTES = 417;
/** A second. */
const FRAMES = 40;

/**
 * Loads and compiles the decoders that are modules of their own, and what all
 * sounds go through, so that the first who plays one does not wait for that.
 */
export async function warmDecoders(core: Core): Promise<void> {
  const source = await openBytes("silence.mp3", silentMp3(), core);
  while (await source.read() !== null) { /* it is not for anybody */ }
  source.close();
  (await openLibopus()).free();
}

function silentMp3(): Uint8Array {
  const file = new Uint8Array(FRAMES * FRAME_BYTES);
  for (let n = 0; n < FRAMES; n++) file.set(HEADER, n * FRAME_BYTES);
  return file;
}
