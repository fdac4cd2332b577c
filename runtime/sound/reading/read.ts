import type { ReadingKind } from "../../media/content.ts";
import type { Language } from "./language.ts";
import {
  parseAmount,
  parseDecimal,
  parseDigits,
  parseDuration,
  parseMoment,
} from "./values.ts";

interface Row {
  readonly isReadable: (text: string) => boolean;
  readonly read: (text: string, language: Language) => string[] | null;
}

/** A text of one kind: how its value is found, and what says it. */
function row<Value>(
  parse: (text: string) => Value | null,
  say: (language: Language, value: Value) => string[],
): Row {
  return {
    isReadable: (text) => parse(text) !== null,
    read: (text, language) => {
      const value = parse(text);
      return value === null ? null : say(language, value);
    },
  };
}

const ROWS: Readonly<Record<ReadingKind, Row>> = {
  digits: row(parseDigits, (language, signs) => language.digits(signs)),
  number: row(parseDecimal, (language, value) => language.number(value)),
  money: row(parseAmount, (language, amount) => language.money(amount)),
  moment: row(parseMoment, (language, moment) => language.moment(moment)),
  duration: row(parseDuration, (language, span) => language.duration(span)),
  yuanJiaoFen: row(
    parseAmount,
    (language, amount) => language.yuanJiaoFen(amount),
  ),
};

/** Whether a text can be read as that, in every language. */
export function isReadable(kind: ReadingKind, text: string): boolean {
  return ROWS[kind].isReadable(text);
}

/** The names of the parts that read a text; null where it is no such text. */
export function read(
  kind: ReadingKind,
  text: string,
  language: Language,
): string[] | null {
  return ROWS[kind].read(text, language);
}
