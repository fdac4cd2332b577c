import type { ReaderId, SoundPart } from "../media/sound_messages.ts";

/** Who reads the beginning that is sent before anybody plays a sound. */
export const FIRST_READER: ReaderId = 0;

/** A sound that may be played, by as many readers as there are, until released. */
export interface HeldSound {
  /** Its length at 8 kHz, as far as that is known. */
  readonly length: number | null;
  /**
   * What begins at this sample, which is 0 or the end of an earlier part.
   * @throws {CtiError} `badParams`, saying what is broken in the file
   */
  part(from: number, reader: ReaderId): Promise<SoundPart>;
  /** The reader needs nothing more. */
  leave(reader: ReaderId): void;
  release(): void;
}
