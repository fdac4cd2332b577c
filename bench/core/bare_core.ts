import type { CoreExports } from "../../runtime/core/exports.ts";
import { Workbench } from "../../runtime/core/workbench.ts";

const MODULE = new URL("../../build/core.wasm", import.meta.url);

/** The core's exports alone, laid out for ports and mixes. */
export async function instantiate(
  ports: number,
  mixes: number,
): Promise<CoreExports> {
  const bytes = await Deno.readFile(MODULE);
  const { instance } = await WebAssembly.instantiate(bytes);
  const core = instance.exports as unknown as CoreExports;
  if (!core.init(ports, mixes)) throw new RangeError("Too little memory");
  return core;
}

/** The parts as a port uses them: all they work on lies in the core's memory. */
export async function bareParts(): Promise<Workbench> {
  return new Workbench(await instantiate(0, 0));
}

/** Puts bytes into memory of their own there; gives their address. */
export function placed(
  parts: Workbench,
  { buffer, byteOffset, byteLength }: ArrayBufferView<ArrayBuffer>,
): number {
  const at = parts.take(byteLength);
  parts.bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
  return at;
}
