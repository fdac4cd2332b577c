import { dirname } from "node:path";

/**
 * Writes a file that is there whole or not at all, whenever the program ends,
 * and the folders above it.
 */
export async function writeWhole(
  path: string,
  bytes: Uint8Array,
): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  await Deno.writeFile(`${path}.part`, bytes);
  await Deno.rename(`${path}.part`, path);
}
