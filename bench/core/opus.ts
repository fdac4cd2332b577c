import type { Opus, OpusCoding } from "../../runtime/core/mod.ts";
import type { Row } from "../row.ts";
import { contend } from "./contest.ts";
import type { Natives } from "./natives.ts";
import { FRAME, FRAMES, type Sounds } from "./sounds.ts";

/** As calls have it where the other side says nothing against it. */
export const CODING: OpusCoding = {
  bitrate: 32_000,
  fec: true,
  dtx: false,
  constant: false,
};
const MOST_BYTES = 320;

/** Opus both ways, over 10 s of speech. */
export async function benchOpus(
  opus: Opus,
  { speech }: Sounds,
  natives: Natives,
): Promise<Row[]> {
  const encoder = opus.encoder(CODING);
  const decoder = opus.decoder();
  const into = new Uint8Array(MOST_BYTES);
  const frames = Array.from(
    { length: FRAMES },
    (_, n) => speech.subarray(n * FRAME, (n + 1) * FRAME),
  );
  const packets = frames.map((frame) =>
    into.slice(0, encoder.encode(frame, into))
  );
  const encode = () => {
    for (const frame of frames) encoder.encode(frame, into);
  };
  const decode = () => {
    for (const packet of packets) decoder.decode(packet);
  };
  const count = FRAMES;
  const rivals = (work: string) => natives.rivals(["libopus"], work);
  return [
    ...await contend(
      "ns/frame",
      [{ name: "Opus encode", count, pass: encode }],
      rivals("opus-encode"),
    ),
    ...await contend(
      "ns/frame",
      [{ name: "Opus decode", count, pass: decode }],
      rivals("opus-decode"),
    ),
  ];
}
