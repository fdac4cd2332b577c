import { CtiError } from "../../../runtime/base/fault.ts";
import type { Core } from "../../../runtime/core/mod.ts";
import { openBytes, openSource } from "../../../runtime/sound/source.ts";
import { wholeSource } from "../../../runtime/sound/whole_source.ts";

/** All of a sound file that lies in memory; throws as `openSource` does. */
export async function readSound(
  name: string,
  file: Uint8Array,
  core: Core,
): Promise<Int16Array> {
  return await wholeSource(await openBytes(name, file, core));
}

/** All of a sound file; throws as `openSource` does. */
export async function readSoundFile(
  path: string,
  core: Core,
): Promise<Int16Array> {
  return await wholeSource(await openSource(path, core));
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
