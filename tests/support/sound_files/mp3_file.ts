import { createMp3Encoder } from "wasm-media-encoders";
import { concat } from "../../../runtime/base/bytes.ts";

type Mp3Rate = 8000 | 16_000 | 22_050 | 44_100 | 48_000;

/** An MP3 file as LAME makes it, without a frame that says its length. */
export async function mp3File(
  samples: Int16Array,
  rate: Mp3Rate = 8000,
  channels: 1 | 2 = 1,
): Promise<Uint8Array<ArrayBuffer>> {
  const lame = await createMp3Encoder();
  lame.configure({
    channels,
    sampleRate: rate,
    outputSampleRate: rate,
    bitrate: rate > 24_000 ? 128 : 64,
  });
  const levels = Float32Array.from(samples, (sample) => sample / 32768);
  const sound = channels === 1 ? [levels] : [levels, levels];
  // What it gives is its own memory, and used again.
  const frames = lame.encode(sound).slice();
  return concat([frames, lame.finalize()]);
}

/** What LAME says in the first frame of a file: Xing's frame and its own tag. */
export function infoFrame(
  header: Uint8Array,
  frameBytes: number,
  frames: number,
  delay: number,
  padding: number,
): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(frameBytes);
  frame.set(header.subarray(0, 4));
  const at = 4 + sideBytes(header);
  const view = new DataView(frame.buffer);
  const words: readonly (readonly [number, string])[] = [[at, "Info"], [
    at + 12,
    "LAME3.100",
  ]];
  for (const [place, word] of words) {
    [...word].forEach((letter, n) => frame[place + n] = letter.charCodeAt(0));
  }
  // Of the four fields only the number of frames.
  view.setUint32(at + 4, 1);
  view.setUint32(at + 8, frames);
  view.setUint32(at + 12 + 20, delay << 12 | padding);
  return frame;
}

function sideBytes(header: Uint8Array): number {
  const isMono = header[3] >> 6 === 3;
  const isMpeg1 = (header[1] >> 3 & 3) === 3;
  if (isMpeg1) return isMono ? 17 : 32;
  return isMono ? 9 : 17;
}
