/** Parameters of the call methods, checked and with their defaults filled in. */
import type { Content } from "../media/content.ts";

export interface ConstructParameters {
  readonly fromUri: string | null;
  /** One after the other until one takes the dial. */
  readonly toUri: string | readonly string[];
  readonly maxAnswerSeconds: number;
  readonly maxRingSeconds: number;
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
  /** Number of the specification's table: 1, 2 or 3. */
  readonly recordFormat: number;
  readonly finishKeys: string;
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
