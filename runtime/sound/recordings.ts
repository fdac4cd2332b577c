import { join } from "node:path";
import { wordsOf } from "../base/words_of.ts";
import type { Core } from "../core/mod.ts";
import type { RecordingId } from "../media/messages.ts";
import type {
  FromSound,
  MediaToSound,
  SoundSettings,
  ToSound,
} from "../media/sound_messages.ts";
import type { RecordingLayout } from "./container.ts";
import { Journal } from "./journal.ts";
import { mendRecording } from "./mend_recording.ts";
import { Mp3Encoders } from "./mp3_encoder.ts";
import { openEncoder } from "./open_encoder.ts";
import { cannotWrite, type Paths } from "./paths.ts";
import { RecordingFile, type WritableFile } from "./recording_file.ts";
import { Silence } from "./silence.ts";

/** As the program named it, and where that leads. */
interface Place {
  readonly name: string;
  readonly path: string;
}

interface OpenRecording {
  readonly file: RecordingFile;
  readonly place: Place;
  /** Null: nobody asks. */
  readonly silence: Silence | null;
}

type Recorded = Extract<MediaToSound, { type: "chunk" | "end" }>;
type Creation = Extract<ToSound, { type: "create" }>;

/** Messages of 200 ms that wait for a file: whose takes half a minute fails. */
const MOST_WAITING = 150;

export interface RecordingsSurroundings {
  readonly settings: Pick<SoundSettings, "dataDir">;
  readonly core: Core;
  readonly paths: Paths;
  /** Creates a file, or empties the one that is there. */
  createFile(path: string): Promise<WritableFile>;
  /** To the control thread. */
  report(message: FromSound): void;
}

/** Below the data folder: which recordings are open. */
const JOURNALS = "unfinished";

/** All files that the sound thread writes now. */
export class Recordings {
  readonly #around: RecordingsSurroundings;
  readonly #journal: Journal;
  readonly #mp3 = new Mp3Encoders();
  readonly #open = new Map<RecordingId, OpenRecording>();
  /** What has come for files that are not there yet. */
  readonly #waiting = new Map<RecordingId, Recorded[]>();
  /** The last that was ordered: what comes for a later one is early, not late. */
  #newest: RecordingId = 0;
  /** Paths that are written to: never by two recordings at once. */
  readonly #written = new Set<string>();
  /** Files that are created, and those that are brought to their end, now. */
  readonly #creating = new Set<Promise<void>>();
  readonly #finishing = new Set<Promise<void>>();

  private constructor(around: RecordingsSurroundings, journal: Journal) {
    this.#around = around;
    this.#journal = journal;
  }

  /**
   * Completes what a crash has left before anything new is recorded.
   * @throws what the system says when the data folder cannot be written
   */
  static async open(around: RecordingsSurroundings): Promise<Recordings> {
    const folder = join(around.settings.dataDir, JOURNALS);
    const journal = await Journal.open(folder, async ({ path, ...layout }) => {
      try {
        if (!await mendRecording(path, layout)) return;
        around.report({ type: "mended", path, error: null });
      } catch (error) {
        around.report({ type: "mended", path, error: wordsOf(error) });
      }
    });
    return new Recordings(around, journal);
  }

  /** Resolves when the file is there, or `finished` says why it is not. */
  create(order: Creation): Promise<void> {
    this.#newest = order.recording;
    this.#waitFor(order.recording);
    return whileIn(this.#creating, this.#create(order));
  }

  /** What the media thread has heard; what comes after the end is dropped. */
  take(message: Recorded): void {
    const { recording } = message;
    const open = this.#open.get(recording);
    if (open) return this.#write(open, message);
    if (recording > this.#newest) this.#waitFor(recording);
    const waiting = this.#waiting.get(recording);
    if (waiting && waiting.length < MOST_WAITING) waiting.push(message);
  }

  /** Completes every file; nothing is recorded any more. */
  async finishAll(): Promise<void> {
    await Promise.all(this.#creating);
    for (const recording of [...this.#open.keys()]) this.#finish(recording);
    await Promise.all(this.#finishing);
    this.#journal.close();
  }

  /** Gives back the memory that waits for the next recording. */
  forget(): void {
    this.#mp3.forget();
  }

  #waitFor(recording: RecordingId): void {
    if (!this.#waiting.has(recording)) this.#waiting.set(recording, []);
  }

  async #create(order: Creation): Promise<void> {
    const { recording, path: name, maxSilence, ...layout } = order;
    try {
      const path = await this.#around.paths.toRecord(name, layout.format);
      const place = { name, path };
      const file = await this.#openFile(recording, place, layout);
      const silence = maxSilence === null
        ? null
        : new Silence(this.#around.core, layout.channels, maxSilence);
      this.#open.set(recording, { file, place, silence });
      this.#catchUp(recording, place);
    } catch (error) {
      this.#waiting.delete(recording);
      const nothing = { samples: 0, bytes: 0, error: wordsOf(error) };
      this.#around.report({ type: "finished", recording, ...nothing });
    }
  }

  /** What has come meanwhile is written. */
  #catchUp(recording: RecordingId, { name }: Place): void {
    const waiting = this.#waiting.get(recording) ?? [];
    this.#waiting.delete(recording);
    for (const message of waiting) this.take(message);
    if (waiting.length < MOST_WAITING) return;
    this.#finish(recording, cannotWrite(name, "the disk took too long"));
  }

  async #openFile(
    recording: RecordingId,
    { name, path }: Place,
    layout: RecordingLayout,
  ): Promise<RecordingFile> {
    if (this.#written.has(path)) {
      throw cannotWrite(name, "another recording is being written there");
    }
    this.#written.add(path);
    try {
      this.#journal.begin(recording, { path, ...layout });
      return await this.#beginFile(path, layout);
    } catch (error) {
      this.#letGo(recording, path);
      throw cannotWrite(name, error);
    }
  }

  async #beginFile(
    path: string,
    layout: RecordingLayout,
  ): Promise<RecordingFile> {
    const { createFile, core } = this.#around;
    const encoder = await openEncoder({ core, mp3: this.#mp3 }, layout);
    try {
      const file = await createFile(path);
      return RecordingFile.begin(file, layout, encoder);
    } catch (error) {
      encoder.close();
      throw error;
    }
  }

  /** Nothing is written there any more. */
  #letGo(recording: RecordingId, path: string): void {
    this.#written.delete(path);
    this.#journal.end(recording);
  }

  #write(open: OpenRecording, message: Recorded): void {
    const { recording } = message;
    if (message.type === "end") return this.#finish(recording);
    try {
      open.file.append(message.samples);
    } catch (error) {
      return this.#finish(recording, cannotWrite(open.place.name, error));
    }
    if (!open.silence?.hear(message.samples)) return;
    this.#around.report({ type: "silent", recording });
  }

  /** Completes a file; `finished` tells when it is. */
  #finish(id: RecordingId, earlier: Error | null = null): void {
    const recording = this.#open.get(id);
    if (!recording) return;
    this.#open.delete(id);
    recording.silence?.close();
    whileIn(this.#finishing, this.#complete(id, recording, earlier));
  }

  async #complete(
    recording: RecordingId,
    { file, place: { name, path } }: OpenRecording,
    earlier: Error | null,
  ): Promise<void> {
    let failure = earlier;
    try {
      await file.finish();
    } catch (error) {
      failure ??= cannotWrite(name, error);
    }
    this.#letGo(recording, path);
    const { samples, bytes } = file;
    const error = failure?.message ?? null;
    this.#around.report({ type: "finished", recording, samples, bytes, error });
  }
}

/** The set holds the work until it is done. */
function whileIn(set: Set<Promise<void>>, work: Promise<void>): Promise<void> {
  const done = work.finally(() => set.delete(done));
  set.add(done);
  return done;
}
