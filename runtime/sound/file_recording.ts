import type { Stop } from "../media/media.ts";
import type { RecordingId } from "../media/messages.ts";
import type { RecordFormat } from "../media/sound_messages.ts";
import type { Recording, RecordingOptions, Sound } from "./sound.ts";

export interface SoundFile extends RecordingOptions {
  readonly path: string;
  readonly format: RecordFormat;
}

/** What is on disk in the end. */
export type Written = Awaited<Recording["finished"]>;

/** A recording from its first sample until it is complete on disk. */
export class FileRecording {
  /** Never rejects: a file that cannot be created is one with an error. */
  readonly finished: Promise<Written>;
  readonly #stop: Stop;

  /** @param begin records into the file from now on */
  constructor(
    sound: Sound,
    { path, format, ...options }: SoundFile,
    begin: (recording: RecordingId) => Stop,
  ) {
    const recording = sound.create(path, format, options);
    this.#stop = begin(recording.id);
    // A disk that is full ends the file, but not what is gathered for it.
    this.finished = recording.finished.finally(() => this.stop());
  }

  /** No more is recorded; what is waiting to be written is. */
  stop(): void {
    this.#stop();
  }
}
