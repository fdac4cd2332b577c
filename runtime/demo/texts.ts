import type { Language } from "../sound/reading/language.ts";
import { EN_US } from "./texts_en_us.ts";
import { ZH_CN } from "./texts_zh_cn.ts";

/** What the demo application can say besides the names of keys. */
export const PHRASES = [
  "greeting",
  "askKeys",
  "noKeys",
  "youPressed",
  "askMessage",
  "yourMessage",
  "noMessage",
  "thanks",
] as const;
export type Phrase = (typeof PHRASES)[number];

export const KEYS = "0123456789*#ABCD";

/** One language of the demo application. */
export interface Texts {
  /** Which voice it has, and how it reads keys. */
  readonly language: Language;
  readonly phrases: Readonly<Record<Phrase, string>>;
  /** What the simulated telephone of `deno task demo` leaves as a message. */
  readonly message: string;
}

const LANGUAGES: Readonly<Record<string, Texts>> = {
  "zh-CN": ZH_CN,
  "en-US": EN_US,
};

/** The texts of a language, Chinese for one that we do not speak. */
export function textsOf(language: string): Texts {
  return LANGUAGES[language] ?? ZH_CN;
}
