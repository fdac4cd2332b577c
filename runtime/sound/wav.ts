import { concat } from "../base/bytes.ts";
import { wavHeader } from "./wav_writer.ts";

/** A WAV file of 16-bit PCM at 8 kHz, one channel. */
export function wavOf(samples: Int16Array): Uint8Array<ArrayBuffer> {
  const data = new DataView(new ArrayBuffer(2 * samples.length));
  samples.forEach((sample, n) => data.setInt16(2 * n, sample, true));
  const header = wavHeader("pcm-s16", data.byteLength);
  return concat([header, new Uint8Array(data.buffer)]);
}
