import { type Core, WasmCore } from "./core.ts";
import type { CoreExports } from "./exports.ts";

/** What the core can be loaded from. */
export type CoreSource = BufferSource | Response | URL;

/** Beside the bundle `build/core.js`, or below the project from here. */
function builtModule(): URL {
  const here = import.meta.url;
  const path = here.endsWith("/core.js")
    ? "./core.wasm"
    : "../../build/core.wasm";
  return new URL(path, here);
}

async function readUrl(url: URL): Promise<BufferSource | Response> {
  if (url.protocol !== "file:") return await fetch(url);
  const host = globalThis as { Deno?: typeof Deno; process?: NodeProcess };
  if (host.Deno) return await host.Deno.readFile(url);
  const files = host.process?.getBuiltinModule?.("node:fs/promises");
  return files ? await files.readFile(url) : await fetch(url);
}

/** The little of Node that reads a file; a browser's bundle imports nothing. */
interface NodeProcess {
  getBuiltinModule?(name: "node:fs/promises"): {
    readFile(url: URL): Promise<Uint8Array<ArrayBuffer>>;
  };
}

/** An AudioWorklet has neither URL nor Response to compare with. */
function isBytes(source: CoreSource): source is BufferSource {
  return "byteLength" in source;
}

async function compile(source: CoreSource): Promise<WebAssembly.Module> {
  if (isBytes(source)) return await WebAssembly.compile(source);
  const read = source instanceof URL ? await readUrl(source) : source;
  if (isBytes(read)) return await WebAssembly.compile(read);
  if (!read.ok) throw new TypeError(`No core at ${read.url}: ${read.status}`);
  return await WebAssembly.compile(await read.arrayBuffer());
}

/** A fresh instance with memory of its own, laid out for ports and mixes. */
function instantiate(
  module: WebAssembly.Module,
  ports: number,
  mixes: number,
): CoreExports {
  const { exports } = new WebAssembly.Instance(module);
  const core = exports as unknown as CoreExports;
  if (!core.init(ports, mixes)) {
    throw new RangeError(`No memory for ${ports} ports and ${mixes} mixes`);
  }
  return core;
}

/**
 * Loads the media core: the built module where nothing else is given.
 *
 * @throws {TypeError} when a server has none there; for a file, what the host
 * says of it
 * @throws {WebAssembly.CompileError} when what is found is not WebAssembly
 */
export async function loadCore(
  source: CoreSource = builtModule(),
): Promise<Core> {
  const module = await compile(source);
  return new WasmCore((ports, mixes) => instantiate(module, ports, mixes));
}
