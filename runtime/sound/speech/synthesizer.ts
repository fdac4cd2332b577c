import type { Words } from "../../media/content.ts";

/** A sentence in any format; ten minutes of it in 16 bits at 8 kHz. */
export const LARGEST_SPEECH = 10 * 1024 * 1024;

/** What speaks texts for the sound thread, which may reach for nothing itself. */
export interface Synthesizer {
  /**
   * The bytes of a sound file, of any kind that the node plays.
   * @throws {Error} nothing there can speak it
   */
  speak(words: Words): Promise<Uint8Array<ArrayBuffer>>;
  close(): void;
}

/** A kind of synthesizer; `SpeechQueue` gives it no more than it can bear. */
export interface SpeechEngine {
  /** As errors call it. */
  readonly title: string;
  /** Of the files of what it has spoken: another engine says a text anew. */
  readonly folder: string;
  /** How many texts it speaks at a time. */
  readonly atOnce: number;
  /**
   * As `Synthesizer.speak`.
   * @param given is aborted when nobody waits for it any more
   */
  speak(words: Words, given: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
  close(): void;
}
