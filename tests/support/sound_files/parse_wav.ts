import type { RiffLayout } from "../../../runtime/sound/formats/riff.ts";
import { readWavHeader } from "../../../runtime/sound/formats/wav.ts";
import { streamOf } from "./stream_of.ts";

/**
 * What the header of a WAV file says, and the bytes that it says are sound.
 * @throws {BrokenSound}
 */
export async function parseWav(file: Uint8Array, layout?: RiffLayout) {
  const stream = streamOf(file);
  const { format, sound } = await readWavHeader(stream, layout);
  const data = await stream.take(Math.min(sound.bytes, file.length));
  return { ...format, samples: sound.samples, data };
}
