import { dirname } from "node:path";
import { lockForWriting } from "./lock_for_writing.ts";
import type { WritableFile } from "./recording_file.ts";
import { syncFolder } from "./sync_folder.ts";
import { whatIsAt } from "./what_is_at.ts";

/**
 * A file on the disk that is written from its beginning, by its own name, and by
 * nobody else: programs may share a folder.
 */
export class KeptFile implements WritableFile {
  readonly #file: Deno.FsFile;
  readonly #path: string;

  private constructor(file: Deno.FsFile, path: string) {
    this.#file = file;
    this.#path = path;
  }

  /**
   * Creates a file, or empties the one that is there; never one that a link
   * leads to, whoever has just put it there.
   * @param path without any link
   * @throws what the system says
   */
  static async create(path: string): Promise<KeptFile> {
    const file = await openOrCreate(path);
    const kept = new KeptFile(file, path);
    try {
      await kept.#checkPlace();
      if (!await lockForWriting(file)) throw new Error("somebody writes it");
      await file.truncate();
      return kept;
    } catch (error) {
      file.close();
      throw error;
    }
  }

  writeSync(bytes: Uint8Array): number {
    return this.#file.writeSync(bytes);
  }

  seekSync(offset: number, whence: Deno.SeekMode): number {
    return this.#file.seekSync(offset, whence);
  }

  /** @throws what the system says, or that the file is not found there again */
  async sync(): Promise<void> {
    await this.#file.sync();
    await this.#checkPlace();
    await syncFolder(dirname(this.#path));
  }

  close(): void {
    this.#file.close();
  }

  /** That its name leads to this file and no other, and by no link. */
  async #checkPlace(): Promise<void> {
    const mine = await this.#file.stat();
    const there = await whatIsAt(this.#path);
    const isMine = there?.ino === mine.ino && there?.dev === mine.dev;
    if (isMine && await Deno.realPath(this.#path) === this.#path) return;
    throw new Error("somebody has removed or replaced it");
  }
}

/** A link is not followed where nothing is yet; what is there shows later. */
async function openOrCreate(path: string): Promise<Deno.FsFile> {
  try {
    return await Deno.open(path, { write: true, createNew: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    return await Deno.open(path, { write: true });
  }
}
