/** Parameters of the call methods, checked and with their defaults filled in. */
import type { Content } from "../media/content.ts";
import type { VoiceMode } from "../media/voice_mode.ts";

export interface ConstructParameters {
  readonly fromUri: string | null;
  /** One after the other until one takes the dial. */
  readonly toUri: string | readonly string[];
  readonly maxAnswerSeconds: number;
  readonly maxRingSeconds: number;
  /** The call for which this one is dialled. */
  readonly parentResId: string | null;
  /** What that one hears from the far ringing on, in the place of it. */
  readonly ringPlayFile: Content | null;
  readonly userData: string | null;
}

export interface AnswerParameters {
  readonly maxAnswerSeconds: number;
  readonly userData: string | null;
}

export interface ProgressParameters {
  /** Null for silence. */
  readonly content: Content | null;
  /** Played once more for each. */
  readonly repeat: number;
}

export interface PlayParameters {
  readonly content: Content;
  /** Keys that end it; empty: none does. */
  readonly finishKeys: string;
  /** Played once more for each. */
  readonly repeat: number;
}

export interface RecordParameters {
  readonly maxSeconds: number;
  readonly beep: boolean;
  readonly recordFile: string;
  /** Number of the specification's table: 1 to 6. */
  readonly recordFormat: number;
  readonly finishKeys: string;
  /** Silence of so long ends it; 0: none does. */
  readonly maxSilenceSeconds: number;
}

export interface ReceiveDtmfParameters {
  readonly validKeys: string;
  readonly maxKeys: number;
  readonly finishKeys: string;
  readonly firstKeyTimeout: number;
  readonly continuesKeysTimeout: number;
  readonly playContent: Content | null;
  readonly playRepeat: number;
  readonly breakOnKey: boolean;
  readonly includingFinishKey: boolean;
}

export interface ConnectParameters {
  readonly maxSeconds: number;
  /** 1: both hear each other, 2: only the second party, 3: only the first. */
  readonly connectMode: number;
  /** What both say; null: nowhere. */
  readonly recordFile: string | null;
  readonly recordFormat: number;
  /** 1: both voices in one; 2: the first party's left, the second's right. */
  readonly recordChannels: 1 | 2;
  /** How loud the first party's voice is, percent; 0: as it comes. */
  readonly localVolume: number;
  /** The same of the second party's. */
  readonly remoteVolume: number;
  /** What both hear at a time of the day; null: nothing. */
  readonly schedule: ScheduledPlay | null;
}

export interface ScheduledPlay {
  /** A Unix time; in the past nothing is played. */
  readonly time: number;
  readonly content: Content;
  /** How often it is played. */
  readonly loop: number;
}

export interface ConfEnterParameters {
  readonly maxSeconds: number;
  readonly voiceMode: VoiceMode;
  /** Of its voice, percent; 0: as it is. */
  readonly volume: number;
  /** Played to the conference when the call has entered. */
  readonly greeting: Content | null;
  /** A play that runs is ended first. */
  readonly breakingPlay: boolean;
}
