/** Parameters of the conference methods, checked and with their defaults. */
import type { Content } from "../media/content.ts";

export interface ConferenceParameters {
  readonly maxSeconds: number;
  /** Played over and over while nothing else is; null: nothing is. */
  readonly background: Content | null;
  /** Recorded from beginning to end; null: not recorded. */
  readonly recordFile: string | null;
  /** Number of the specification's table. */
  readonly recordFormat: number;
  /** With so many left it is dissolved; below 0: never. */
  readonly partsThreshold: number;
  readonly userData: string | null;
}

export interface ConferencePlayParameters {
  readonly content: Content;
  /** Over and over until it is stopped. */
  readonly isLoop: boolean;
  /** Played once more for each. */
  readonly repeat: number;
}

export interface ConferenceRecordParameters {
  readonly maxSeconds: number;
  readonly recordFile: string;
  /** Number of the specification's table. */
  readonly recordFormat: number;
  /** The call whose voice goes left, all others' right; null: one channel. */
  readonly left: string | null;
  /** Silence of so long ends it; 0: none does. */
  readonly maxSilenceSeconds: number;
}
