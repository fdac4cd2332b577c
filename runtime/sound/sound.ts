import type { SoundItem } from "../media/content.ts";
import type { RecordingId, SoundId } from "../media/messages.ts";
import type { RecordFormat } from "../media/sound_messages.ts";

/** A sound that the media thread can play, until it is released. */
export interface LoadedSound {
  readonly id: SoundId;
  /** Length at 8 kHz, as far as that is known before all of it is read. */
  readonly samples: number | null;
  release(): void;
}

/** A sound that is on its way: it can be ordered to be played already. */
export interface LoadingSound {
  readonly id: SoundId;
  /** As of `Sound.load`. */
  readonly loaded: Promise<LoadedSound>;
}

/** A recording file; what the media thread hears for it is written there. */
export interface Recording {
  readonly id: RecordingId;
  /**
   * Resolves when the file is complete on disk, whatever ended it, or cannot be
   * created; `error` says what went wrong on the way, the file keeps what was
   * written before. Never rejects.
   */
  readonly finished: Promise<{
    /** Of each channel. */
    readonly samples: number;
    readonly bytes: number;
    readonly error: string | null;
  }>;
}

/** How a file is recorded; what is not said is not wanted. */
export interface RecordingOptions {
  /** One where it is not said. */
  readonly channels?: 1 | 2;
  /** Told once, when nobody has spoken for so many samples. */
  readonly silence?: { readonly samples: number; reached(): void };
}

/** What a file name is given for. */
export type SoundUse = "play" | "record";

/** The control thread's handle on the sound thread. */
export interface Sound {
  /**
   * Refuses at once a name that leads out of the allowed folders.
   * @throws {CtiError} `forbiddenPath`
   */
  check(path: string, use: SoundUse): void;
  /** Loads a sound that has its number at once. */
  beginLoading(item: SoundItem): LoadingSound;
  /**
   * Reads a sound file below the allowed folders, or reads a text aloud; it can
   * be played as soon as its beginning is there.
   * @throws {CtiError} `forbiddenPath`, or `badParams` when it is no sound file
   * or no such text, `internal` when it cannot be spoken
   */
  load(item: SoundItem): Promise<LoadedSound>;
  /**
   * Has a recording file created below the allowed folders, with the folders
   * that are missing. It can be recorded into at once: what is said before the
   * file is there waits for it.
   */
  create(
    path: string,
    format: RecordFormat,
    options?: RecordingOptions,
  ): Recording;
  /** Has the thread collect its garbage: for when nobody calls. */
  collectGarbage(): void;
  /** Completes the files under way; resolves when the thread has ended. */
  close(): Promise<void>;
}
