import { LibopusDecoder } from "./decoder.ts";
import { LibopusEncoder } from "./encoder.ts";
import { Libopus, type LibopusExports } from "./libopus.ts";
import type { Opus } from "./opus.ts";

/** libopus as WebAssembly, as a package has it. */
const MODULE = "@evan/opus/wasm/simd.wasm";

/** libopus asks the world for nothing that Opus needs. */
const WORLD = {
  wasi_snapshot_preview1: {
    fd_close: none,
    fd_seek: none,
    fd_write: none,
    proc_exit: none,
  },
  env: { emscripten_notify_memory_growth: none },
};

function none(): void {}

/** The module, where the package is. */
async function readModule(): Promise<BufferSource> {
  return await Deno.readFile(new URL(import.meta.resolve(MODULE)));
}

/**
 * Loads libopus: from its package where no other module is given.
 *
 * @throws what the host says where the package is not there
 */
export async function loadOpus(module?: BufferSource): Promise<Opus> {
  const bytes = module ?? await readModule();
  const { instance } = await WebAssembly.instantiate(bytes, WORLD);
  const library = new Libopus(instance.exports as unknown as LibopusExports);
  return {
    encoder: (coding) => new LibopusEncoder(library, coding),
    decoder: () => new LibopusDecoder(library),
  };
}
