import type * as z from "zod";
import type { content } from "../rpc/content.ts";

/**
 * What the methods take besides the call; the wire's names in camelCase. What
 * is left out has the default of the specification.
 */

/** A file name, or items of `[content, type, option]`. */
export type PlayContent = z.input<typeof content>;

export interface ConstructOptions {
  /**
   * Whom to call: a SIP URI, `number@trunk`, or a number on the node's default
   * trunk; of a list the first that takes the call.
   */
  readonly toUri: string | readonly string[];
  readonly fromUri?: string | undefined;
  /** Seconds after which the node hangs up; an hour unless told. */
  readonly maxAnswerSeconds?: number;
  readonly maxRingSeconds?: number;
  readonly userData?: string | undefined;
}

export interface AnswerOptions {
  /** Seconds after which the node hangs up; an hour unless told. */
  readonly maxAnswerSeconds?: number;
  readonly userData?: string;
}

export interface ProgressOptions {
  /** Played to the caller; silence unless told. */
  readonly content?: PlayContent;
  /** Played once more for each. */
  readonly repeat?: number;
}

export interface PlayOptions {
  /** Keys that end it. */
  readonly finishKeys?: string;
  /** Played once more for each. */
  readonly repeat?: number;
}

export interface RecordOptions {
  /** A minute unless told; reaching it is an error of the event. */
  readonly maxSeconds?: number;
  readonly beep?: boolean;
  /** 1: 8-bit PCM, 2: A-law, 3: µ-law. */
  readonly recordFormat?: number;
  readonly finishKeys?: string;
}

export interface ReceiveDtmfOptions {
  readonly validKeys?: string;
  readonly maxKeys?: number;
  readonly finishKeys?: string;
  /** Seconds from the end of the prompt to the first key. */
  readonly firstKeyTimeout?: number;
  /** Seconds from each key to the next. */
  readonly continuesKeysTimeout?: number;
  readonly playContent?: PlayContent;
  readonly playRepeat?: number;
  readonly ifBreakOnKey?: boolean;
}

export interface ConnectOptions {
  /** Seconds after which the two are parted; an hour unless told. */
  readonly maxSeconds?: number;
  /** 1: both hear each other, 2: only the other one, 3: only this one. */
  readonly connectMode?: number;
  /** What both say. */
  readonly recordFile?: string;
  readonly recordFormat?: number;
  /** 2: this call's voice left, the other's right. */
  readonly recordChannels?: 1 | 2;
  /** How loud this call's voice is, percent. */
  readonly localVolume?: number;
  /** How loud the other's is. */
  readonly remoteVolume?: number;
  /** A Unix time at which both hear `schedulePlayFile`. */
  readonly schedulePlayTime?: number;
  readonly schedulePlayFile?: string;
  /** How often it is played; 0, unless told: never. */
  readonly schedulePlayLoop?: number;
}
