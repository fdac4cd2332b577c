import type { Stop } from "../media/media.ts";
import type { RecordingId } from "../media/messages.ts";
import type { RecordFormat } from "../media/sound_messages.ts";
import type { Recording, Sound } from "./sound.ts";

export interface SoundFile {
  readonly path: string;
  readonly format: RecordFormat;
  /** One where it is not said. */
  readonly channels?: 1 | 2;
}

/** What is on disk in the end. */
export type Written = Awaited<Recording["finished"]>;

/**
 * A recording from the creating of its file until that is complete on disk,
 * whoever is recorded.
 */
export class FileRecording {
  /** Never rejects: a file that cannot be created is one with an error. */
  readonly finished: Promise<Written>;
  #stop: Stop = () => {};
  #over = false;

  /** @param begin records into the file, once it is there */
  constructor(
    sound: Sound,
    file: SoundFile,
    begin: (recording: RecordingId) => Stop,
  ) {
    const { path, format, channels } = file;
    this.finished = this.#run(sound.create(path, format, channels), begin)
      .catch((error) => ({ samples: 0, bytes: 0, error: String(error) }));
  }

  /** No more is recorded; what is waiting to be written is. */
  stop(): void {
    this.#over = true;
    this.#stop();
    this.#stop = () => {};
  }

  async #run(
    creating: Promise<Recording>,
    begin: (recording: RecordingId) => Stop,
  ): Promise<Written> {
    const recording = await creating;
    if (this.#over) recording.abandon();
    else this.#stop = begin(recording.id);
    const written = await recording.finished;
    // A disk that is full ends the file, but not what is gathered for it.
    this.stop();
    return written;
  }
}
