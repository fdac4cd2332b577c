import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Words } from "../media/content.ts";
import { BoundedFolder } from "./bounded_folder.ts";

/** A SHA-256, and what a crash may have left of one. */
const NAME = /^[0-9a-f]{64}(?:\.\w{8}\.part)?$/;

/** Texts that have been spoken, as files by engine, voice and text. */
export class SpokenFiles {
  readonly #folder: string;
  readonly #engine: string;
  readonly #files: BoundedFolder;

  /** @param engine what speaks now: another one says the same texts anew */
  constructor(folder: string, engine: string, mostBytes: number) {
    this.#folder = folder;
    this.#engine = engine;
    this.#files = new BoundedFolder(folder, NAME, mostBytes);
  }

  /** Where it is when it has been kept: what this voice says in this text. */
  path({ voice, text }: Words): string {
    const name = createHash("sha256").update(text).digest("hex");
    return join(this.#folder, this.#engine, voice, name);
  }

  /** It was wanted again. */
  use(path: string): void {
    this.#files.use(path);
  }

  /** @throws what the system says when it cannot be written */
  async keep(path: string, file: Uint8Array): Promise<void> {
    await this.#files.write(path, file);
  }
}
