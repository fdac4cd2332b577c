import type { Content } from "./content.ts";
import type { MediaPort } from "./media.ts";
import type { VoiceMode } from "./voice_mode.ts";

/** A call that enters a conference, and as what. */
export interface Participant {
  readonly resId: string;
  readonly userData: string | null;
  readonly port: MediaPort;
  readonly voiceMode: VoiceMode;
  /** Of its voice, percent; 0: as it is. */
  readonly volume: number;
  /** Played to all when it has entered. */
  readonly greeting: Content | null;
}

/** A participant's place in a conference. */
export interface Attendance {
  /** Leaves it, with this error; only the first time counts. */
  leave(error: string | null): void;
}
