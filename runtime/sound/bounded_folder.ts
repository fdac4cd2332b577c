import { join } from "node:path";
import { writeWhole } from "./write_whole.ts";

/**
 * Files of ours below a folder, in folders of their own kinds. Past a bound
 * those that were not wanted for the longest time go. What is not named like
 * one of ours is not looked at, and whoever takes files away may.
 */
export class BoundedFolder {
  readonly #folder: string;
  readonly #isOurs: RegExp;
  readonly #mostBytes: number;
  #reading: Promise<void> | null = null;
  /** Bytes by path, in the order of their last use. */
  readonly #sizes = new Map<string, number>();
  #bytes = 0;

  /** @param isOurs names of files that may be counted and taken away */
  constructor(folder: string, isOurs: RegExp, mostBytes: number) {
    this.#folder = folder;
    this.#isOurs = isOurs;
    this.#mostBytes = mostBytes;
  }

  /** It was wanted again. */
  use(path: string): void {
    const size = this.#sizes.get(path);
    if (size === undefined) return;
    this.#sizes.delete(path);
    this.#sizes.set(path, size);
  }

  /** @throws what the system says when it cannot be written */
  async write(path: string, bytes: Uint8Array): Promise<void> {
    await writeWhole(path, bytes);
    await this.wrote(path, bytes.length);
  }

  /** A file of ours has come into being there. */
  async wrote(path: string, size: number): Promise<void> {
    await (this.#reading ??= this.#read());
    this.#forget(path);
    this.#count(path, size);
    await this.#makeRoom();
  }

  async #makeRoom(): Promise<void> {
    for (const path of this.#sizes.keys()) {
      if (this.#bytes <= this.#mostBytes) return;
      this.#forget(path);
      await Deno.remove(path).catch(() => {});
    }
  }

  #forget(path: string): void {
    this.#bytes -= this.#sizes.get(path) ?? 0;
    this.#sizes.delete(path);
  }

  #count(path: string, size: number): void {
    this.#sizes.set(path, size);
    this.#bytes += size;
  }

  /** What earlier runs have left, the oldest first. */
  async #read(): Promise<void> {
    const files: { path: string; size: number; time: number }[] = [];
    for await (const path of filesBelow(this.#folder, this.#isOurs)) {
      const found = await Deno.stat(path).catch(() => null);
      if (!found) continue;
      files.push({ path, size: found.size, time: found.mtime?.getTime() ?? 0 });
    }
    files.sort((a, b) => a.time - b.time);
    for (const { path, size } of files) this.#count(path, size);
  }
}

/** None of a folder that is not there, or may not be read. */
async function* filesBelow(
  folder: string,
  isOurs: RegExp,
): AsyncGenerator<string> {
  try {
    for await (const { name, isDirectory, isFile } of Deno.readDir(folder)) {
      const path = join(folder, name);
      if (isDirectory) yield* filesBelow(path, isOurs);
      else if (isFile && isOurs.test(name)) yield path;
    }
  } catch {
    return;
  }
}
