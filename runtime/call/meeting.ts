import type { Content } from "../media/content.ts";
import type { MediaPort } from "../media/media.ts";
import type { VoiceMode } from "../media/voice_mode.ts";

/** A call as a conference gets to know it. */
export interface Attendant {
  readonly resId: string;
  readonly userData: string | null;
  readonly port: MediaPort;
  readonly voiceMode: VoiceMode;
  /** Of its voice, percent; 0: as it is. */
  readonly volume: number;
  /** Played to all when it has entered. */
  readonly greeting: Content | null;
}

/** A call's place in a conference. */
export interface Attendance {
  /** Leaves it, with this error; only the first time counts. */
  leave(error: string | null): void;
}

/** What a call needs of a conference. */
export interface Meeting {
  readonly resId: string;
  /**
   * Lets the call in. `over` is told once, when it has left again, whoever
   * wanted that: the error, or null.
   * @throws {CtiError} when it is over
   */
  enter(
    who: Attendant,
    over: (error: string | null) => void,
  ): Attendance;
}
