import { createHash } from "node:crypto";
import { join } from "node:path";
import { wavOf } from "./wav.ts";
import { writeWhole } from "./write_whole.ts";

/**
 * Texts that have been spoken, as files by voice and text. Past a bound those
 * that were not wanted for the longest time go.
 */
export class SpokenFiles {
  readonly #folder: string;
  readonly #mostBytes: number;
  #reading: Promise<Map<string, number>> | null = null;
  /** Bytes by path, in the order of their last use, once that is known. */
  #sizes: Map<string, number> | null = null;

  constructor(folder: string, mostBytes: number) {
    this.#folder = folder;
    this.#mostBytes = mostBytes;
  }

  /** Where it is when it has been kept: what this voice says in this text. */
  path(voice: string, text: string): string {
    const name = createHash("sha256").update(text).digest("hex");
    return join(this.#folder, voice, `${name}.wav`);
  }

  /** It was wanted again. */
  use(path: string): void {
    const size = this.#sizes?.get(path);
    if (size === undefined) return;
    this.#sizes?.delete(path);
    this.#sizes?.set(path, size);
  }

  /** @throws what the system says when it cannot be written */
  async keep(path: string, samples: Int16Array): Promise<void> {
    const sizes = await this.#read();
    const wav = wavOf(samples);
    await writeWhole(path, wav);
    sizes.set(path, wav.length);
    await this.#makeRoom(sizes);
  }

  async #makeRoom(sizes: Map<string, number>): Promise<void> {
    let bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
    for (const [path, size] of sizes) {
      if (bytes <= this.#mostBytes) return;
      sizes.delete(path);
      bytes -= size;
      await Deno.remove(path).catch(() => {});
    }
  }

  #read(): Promise<Map<string, number>> {
    return this.#reading ??= sizesIn(this.#folder)
      .then((sizes) => this.#sizes = sizes);
  }
}

/** The files of all voices, the oldest first. */
async function sizesIn(folder: string): Promise<Map<string, number>> {
  const files: { path: string; size: number; time: number }[] = [];
  for (const voice of await namesIn(folder)) {
    for (const name of await namesIn(join(folder, voice))) {
      const path = join(folder, voice, name);
      const { size, mtime } = await Deno.stat(path);
      files.push({ path, size, time: mtime?.getTime() ?? 0 });
    }
  }
  files.sort((a, b) => a.time - b.time);
  return new Map(files.map(({ path, size }) => [path, size]));
}

/** Of a folder that may not exist. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    const entries = await Array.fromAsync(Deno.readDir(folder));
    return entries.map(({ name }) => name);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}
