import { join } from "node:path";
import { utf8 } from "../base/bytes.ts";
import type { RecordingId } from "../media/messages.ts";
import type { RecordingLayout } from "./container.ts";
import { isRecordFormat } from "./record_format.ts";

/** A recording that is, or was, being written. */
export interface JournalEntry extends RecordingLayout {
  readonly path: string;
}

/** Lines about what is over that are kept before the file is written anew. */
const MOST_OVER = 1000;

/** `n` of the file of journals `n.jsonl`. */
const NAME = /^(\d+)\.jsonl$/;

/**
 * The recordings that are being written, in a file, so that the next start
 * finds those that a crash has left. Each node that runs has a journal of its
 * own in the folder, and holds it by a lock that ends with the node.
 *
 * What cannot be written here costs no recording anything.
 */
export class Journal {
  readonly #file: Deno.FsFile;
  readonly #open = new Map<RecordingId, JournalEntry>();
  #over = 0;

  private constructor(file: Deno.FsFile) {
    this.#file = file;
  }

  /**
   * @param folder is made if need be
   * @param mend what a node that runs no more has left is given to; never
   * rejects
   * @throws what the system says
   */
  static async open(
    folder: string,
    mend: (entry: JournalEntry) => Promise<void>,
  ): Promise<Journal> {
    await Deno.mkdir(folder, { recursive: true });
    let journal: Journal | null = null;
    for (let n = 0, most = await newest(folder); !journal || n <= most; n++) {
      const path = join(folder, `${n}.jsonl`);
      const file = await take(path);
      if (!file) continue;
      for (const entry of openIn(await Deno.readTextFile(path))) {
        await mend(entry);
      }
      await file.truncate();
      if (journal) file.close();
      else journal = new Journal(file);
    }
    return journal;
  }

  /** Before the file is made. */
  begin(recording: RecordingId, entry: JournalEntry): void {
    this.#open.set(recording, entry);
    this.#write(lineOf(recording, entry));
  }

  /** The file is complete, or could not be made. */
  end(recording: RecordingId): void {
    this.#open.delete(recording);
    if (++this.#over < MOST_OVER) this.#write(lineOf(recording, null));
    else this.#writeAnew();
  }

  /** Nothing is being written any more. */
  close(): void {
    this.#tryTo(() => this.#file.truncateSync());
    this.#tryTo(() => this.#file.close());
  }

  #writeAnew(): void {
    this.#over = 0;
    const lines = [...this.#open].map(([id, entry]) => lineOf(id, entry));
    this.#tryTo(() => {
      this.#file.truncateSync();
      this.#file.seekSync(0, Deno.SeekMode.Start);
    });
    this.#write(lines.join(""));
  }

  #write(text: string): void {
    this.#tryTo(() => this.#file.writeSync(utf8(text)));
  }

  #tryTo(act: () => void): void {
    try {
      act();
    } catch {
      // A disk that takes no journal may take recordings.
    }
  }
}

/** @param entry null: it is over */
function lineOf(id: RecordingId, entry: JournalEntry | null): string {
  return `${JSON.stringify([id, entry])}\n`;
}

/** The highest number of a journal; −1 where there is none. */
async function newest(folder: string): Promise<number> {
  let highest = -1;
  for await (const { name } of Deno.readDir(folder)) {
    highest = Math.max(highest, Number(NAME.exec(name)?.[1] ?? -1));
  }
  return highest;
}

/** Null when a node that runs has it. */
async function take(path: string): Promise<Deno.FsFile | null> {
  const options = { read: true, write: true, create: true };
  const file = await Deno.open(path, options);
  if (await file.tryLock(true)) return file;
  file.close();
  return null;
}

/** What the lines of a journal leave open. */
function openIn(lines: string): JournalEntry[] {
  const open = new Map<unknown, JournalEntry>();
  for (const line of lines.split("\n")) {
    const [recording, entry] = parsed(line);
    if (isEntry(entry)) open.set(recording, entry);
    else open.delete(recording);
  }
  return [...open.values()];
}

/** Nothing of a line that was cut off. */
function parsed(line: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(line);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

function isEntry(value: unknown): value is JournalEntry {
  if (typeof value !== "object" || value === null) return false;
  const { path, format, channels } = value as Partial<JournalEntry>;
  return typeof path === "string" && isRecordFormat(format) &&
    (channels === 1 || channels === 2);
}
