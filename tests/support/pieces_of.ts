import type { SoundSource } from "../../runtime/sound/source.ts";

/** All of a sound, piece by piece; it is closed behind the last. */
export async function* piecesOf(
  source: SoundSource,
): AsyncGenerator<Int16Array> {
  try {
    for (;;) {
      const piece = await source.read();
      if (!piece) return;
      yield piece;
    }
  } finally {
    source.close();
  }
}
