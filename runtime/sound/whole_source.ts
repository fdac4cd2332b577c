import { CtiError } from "../base/fault.ts";
import { concatSamples } from "./concat_samples.ts";
import type { SoundSource } from "./source.ts";

/**
 * All of a sound that is short, and closes it.
 * @param most samples that it may have
 * @throws {CtiError} `badParams` for one that is broken, or longer
 */
export async function wholeSource(
  source: SoundSource,
  most = Infinity,
): Promise<Int16Array<ArrayBuffer>> {
  const pieces: Int16Array[] = [];
  let length = 0;
  try {
    for (let piece; (piece = await source.read()) !== null;) {
      pieces.push(piece);
      length += piece.length;
      if (length > most) {
        throw new CtiError("badParams", `over ${most} samples`);
      }
    }
    return concatSamples(pieces);
  } finally {
    source.close();
  }
}
