import type { TonePlan } from "../../core/call_progress.ts";
import type { Amount, Decimal, Duration, Moment } from "./values.ts";

/**
 * A language in which texts of play lists are read: the rules of its grammar
 * make a row of parts, each of which is a sound of its own.
 */
export interface Language {
  /** What eSpeak NG calls its voice. */
  readonly voice: string;
  /** The ringing and the like that who speaks it is used to (ITU-T E.180). */
  readonly tones: TonePlan;
  /** A letter of what it is written in: such words its voice speaks. */
  readonly letter: RegExp;
  /** Each part by its name, and how it is written. */
  readonly parts: Readonly<Record<string, string>>;
  /** Signs one by one; see `parseDigits`. */
  digits(signs: string): string[];
  number(value: Decimal): string[];
  /** In the currency of those who speak the language. */
  money(amount: Amount): string[];
  yuanJiaoFen(amount: Amount): string[];
  moment(moment: Moment): string[];
  duration(duration: Duration): string[];
}

/** Signs that should not stand in the name of a file. */
const SIGNS: Readonly<Record<string, string>> = {
  "*": "star",
  "#": "pound",
  ".": "point",
  "+": "plus",
  "-": "minus",
};

/** The part that reads a sign: a digit or a letter by itself, in small. */
export function partOfSign(sign: string): string {
  return SIGNS[sign] ?? sign.toLowerCase();
}

/** A to Z, each read as its own name. */
export const LETTERS: Readonly<Record<string, string>> = Object.fromEntries(
  [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"].map((one) => [one.toLowerCase(), one]),
);
