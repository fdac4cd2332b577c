import type { Chance } from "../../runtime/base/chance.ts";

/** A key as it was dialled: the samples in which its tones stand. */
export interface Press {
  readonly key: string;
  readonly from: number;
  readonly to: number;
  /** How it was dialled, to be read where it was not heard. */
  readonly how: string;
}

/** A sound, and what a receiver should make of it. */
export interface Case {
  readonly sound: Float64Array;
  readonly presses: readonly Press[];
}

/**
 * What a receiver should hear of a row: every key once, or nothing at all; or
 * either, where no demand reaches: such a row is told, not judged.
 */
export type Want = "keys" | "nothing" | "either";

/** What a row's sound goes through before it is heard. */
export type Channel =
  | "pcma"
  | "pcmu"
  | "ima-adpcm"
  | "gsm"
  | "loss"
  | "burst loss";

/** One demand on a DTMF receiver, as a source of cases that show it. */
export interface Row {
  readonly name: string;
  /** Whose limit it is. */
  readonly clause: string;
  readonly want: Want;
  /** Per cent of the keys that must be heard, where it is not all of them. */
  readonly atLeast?: number;
  readonly channel?: Channel;
  readonly cases: number;
  make(chance: Chance): Case;
}

/** A row's cases one behind the other, as a receiver hears them. */
export interface Tape {
  readonly row: Row;
  readonly sound: Int16Array<ArrayBuffer>;
  readonly presses: readonly Press[];
  /** Where each case begins, and what it is where that is not its number. */
  readonly starts: readonly number[];
  readonly labels?: readonly string[];
  /** One for each frame of 20 ms, whether it was lost; none where all came. */
  readonly lost: readonly boolean[];
}

/** A key as a receiver told it. */
export interface Heard {
  readonly key: string;
  /** The sample that the receiver names as its time. */
  readonly at: number;
  /** Samples that had been given when it was told, where that is known. */
  readonly told?: number;
}
