import { CtiError } from "../../../runtime/base/fault.ts";
import type { Core } from "../../../runtime/core/mod.ts";
import { openBytes, type SoundSource } from "../../../runtime/sound/source.ts";

/** All of a sound file that lies in memory; throws as `openSource` does. */
export async function readSound(
  name: string,
  file: Uint8Array,
  core: Core,
): Promise<Int16Array> {
  const source = await openBytes(name, file, core);
  try {
    return await readAll(source);
  } finally {
    source.close();
  }
}

/** The same, or why it is none. */
export async function soundOrReason(
  name: string,
  file: Uint8Array,
  core: Core,
): Promise<Int16Array | string> {
  try {
    return await readSound(name, file, core);
  } catch (error) {
    if (error instanceof CtiError && error.fault === "badParams") {
      return error.message;
    }
    throw error;
  }
}

async function readAll(source: SoundSource): Promise<Int16Array> {
  const pieces: Int16Array[] = [];
  for (let piece; (piece = await source.read()) !== null;) pieces.push(piece);
  const whole = new Int16Array(
    pieces.reduce((sum, { length }) => sum + length, 0),
  );
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
