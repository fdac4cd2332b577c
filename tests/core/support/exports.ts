import { readFile } from "node:fs/promises";
import type { CoreExports } from "../../../runtime/core/exports.ts";

const MODULE = new URL("../../../build/core.wasm", import.meta.url);
/** Memory that a test may write to. */
const PAGES = 8;

/** What the module exports, without the classes around it. */
export async function loadExports(ports = 0): Promise<CoreExports> {
  const bytes = new Uint8Array(await readFile(MODULE));
  const instance = new WebAssembly.Instance(await WebAssembly.compile(bytes));
  const core = instance.exports as unknown as CoreExports;
  core.init(ports, 0);
  core.memory.grow(PAGES);
  return core;
}
