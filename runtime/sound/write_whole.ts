import { dirname } from "node:path";

/** What ends the name of a file that is not whole yet. */
const PART = ".part";
/** Characters that tell those apart that are written at the same time. */
const MARK = 8;

/**
 * Writes a file that is there whole or not at all, whenever the program ends,
 * and the folders above it. The last of several who write it has it.
 */
export async function writeWhole(
  path: string,
  bytes: Uint8Array,
): Promise<void> {
  await makeWhole(path, (part) => Deno.writeFile(part, bytes));
}

/**
 * The same by another name first, at which `write` writes it; that is gone when
 * it cannot.
 */
export async function makeWhole<Result>(
  path: string,
  write: (part: string) => Promise<Result>,
): Promise<Result> {
  await Deno.mkdir(dirname(path), { recursive: true });
  const mark = crypto.randomUUID().slice(0, MARK);
  const part = `${path}.${mark}${PART}`;
  try {
    const result = await write(part);
    await Deno.rename(part, path);
    return result;
  } catch (error) {
    await Deno.remove(part).catch(() => {});
    throw error;
  }
}
