import type { Words } from "../../media/content.ts";

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
  /** How many texts it speaks at a time. */
  readonly atOnce: number;
  /**
   * As `Synthesizer.speak`.
   * @param given is aborted when nobody waits for it any more
   */
  speak(words: Words, given: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
  close(): void;
}
