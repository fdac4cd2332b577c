import type { Core } from "../core/mod.ts";
import type { RecordingId } from "../media/messages.ts";
import type {
  FromSound,
  MediaToSound,
  ToSound,
} from "../media/sound_messages.ts";
import type { RecordingLayout } from "./container.ts";
import { faultOf, wordsOf } from "./fault.ts";
import { Mp3Encoders } from "./mp3_encoder.ts";
import { openEncoder } from "./open_encoder.ts";
import { cannotWrite, type Paths } from "./paths.ts";
import { RecordingFile, type WritableFile } from "./recording_file.ts";

interface OpenRecording {
  readonly file: RecordingFile;
  readonly path: string;
}

type Creation = Extract<ToSound, { type: "create" }>;

export interface RecordingsSurroundings {
  readonly core: Core;
  readonly paths: Paths;
  /** Creates a file, or empties the one that is there. */
  createFile(path: string): Promise<WritableFile>;
  /** To the control thread. */
  report(message: FromSound): void;
}

/** All files that the sound thread writes now. */
export class Recordings {
  readonly #around: RecordingsSurroundings;
  readonly #mp3 = new Mp3Encoders();
  readonly #open = new Map<RecordingId, OpenRecording>();
  /** Paths that are written to: never by two recordings at once. */
  readonly #written = new Set<string>();
  /** Files that are brought to their end now. */
  readonly #finishing = new Set<Promise<void>>();

  constructor(around: RecordingsSurroundings) {
    this.#around = around;
  }

  /** Tells `created`, or `notCreated` and why. */
  async create({ recording, path, ...layout }: Creation): Promise<void> {
    const { report, paths } = this.#around;
    try {
      const real = await paths.toRecord(path, layout.format);
      const file = await this.#openFile(path, real, layout);
      this.#open.set(recording, { file, path: real });
      report({ type: "created", recording });
    } catch (error) {
      report({ type: "notCreated", recording, ...faultOf(error) });
    }
  }

  /** What the media thread has heard. */
  take(message: MediaToSound): void {
    const recording = this.#open.get(message.recording);
    if (!recording) return;
    if (message.type === "end") return this.finish(message.recording);
    try {
      recording.file.append(message.samples);
    } catch (error) {
      this.finish(message.recording, wordsOf(error));
    }
  }

  /** Completes a file; `finished` tells when it is. */
  finish(id: RecordingId, error: string | null = null): void {
    const recording = this.#open.get(id);
    if (!recording) return;
    this.#open.delete(id);
    const finishing = this.#complete(id, recording, error).finally(() =>
      this.#finishing.delete(finishing)
    );
    this.#finishing.add(finishing);
  }

  /** Completes every file. */
  async finishAll(): Promise<void> {
    for (const recording of [...this.#open.keys()]) this.finish(recording);
    await Promise.all(this.#finishing);
  }

  /** Gives back the memory that waits for the next recording. */
  forget(): void {
    this.#mp3.forget();
  }

  async #openFile(
    name: string,
    path: string,
    layout: RecordingLayout,
  ): Promise<RecordingFile> {
    if (this.#written.has(path)) {
      throw cannotWrite(name, "another recording is being written there");
    }
    this.#written.add(path);
    try {
      return await this.#beginFile(path, layout);
    } catch (error) {
      this.#written.delete(path);
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

  async #complete(
    recording: RecordingId,
    { file, path }: OpenRecording,
    earlier: string | null,
  ): Promise<void> {
    let error = earlier;
    try {
      await file.finish();
    } catch (late) {
      error ??= wordsOf(late);
    }
    this.#written.delete(path);
    const { samples, bytes } = file;
    this.#around.report({ type: "finished", recording, samples, bytes, error });
  }
}
