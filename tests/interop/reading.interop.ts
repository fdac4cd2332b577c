import assert from "node:assert/strict";
import { textOf } from "../../runtime/base/bytes.ts";
import { SeededChance } from "../../runtime/base/chance.ts";
import type { ReadingKind } from "../../runtime/media/content.ts";
import { LANGUAGES } from "../../runtime/sound/reading/languages.ts";
import { read } from "../../runtime/sound/reading/read.ts";
import { pipe } from "../support/pipe.ts";

/** Debian's own Python, for which python3-icu is installed. */
const PYTHON = "/usr/bin/python3";
const SCRIPT = new URL("native/spell_out.py", import.meta.url).pathname;

/** How ICU, by the rules of the CLDR, spells numbers. */
async function byIcu(
  locale: string,
  rules: string,
  numbers: readonly (string | number)[],
): Promise<string[]> {
  const lines = numbers.map((number) => `${locale} ${rules} ${number}\n`);
  const input = new TextEncoder().encode(lines.join(""));
  return textOf(await pipe(PYTHON, [SCRIPT], input)).trimEnd().split("\n");
}

function words(name: string, kind: ReadingKind, text: string): string[] {
  const language = LANGUAGES[name];
  const parts = read(kind, text, language);
  assert(parts, `${name} does not read ${text}`);
  return parts.map((part) => language.parts[part]);
}

/** Whole and broken numbers of up to so many digits; zeros are what is hard. */
function numbersOf(digits: number): string[] {
  const chance = new SeededChance(31);
  const signs = (count: number) =>
    Array.from({ length: count }, () => {
      return chance.integer(2) === 0 ? 0 : chance.integer(10);
    }).join("");
  return Array.from({ length: 20_000 }, () => {
    const whole = `${BigInt(signs(1 + chance.integer(digits)))}`;
    // What ends in 0 is, as a double, another text.
    const fraction = chance.integer(4) === 0 ? `.${signs(2)}7` : "";
    const sign = chance.integer(8) === 0 && whole !== "0" ? "-" : "";
    return `${sign}${whole}${fraction}`;
  });
}

Deno.test("numbers in en-US are ICU's, word for word", async () => {
  const numbers = numbersOf(12);
  const expected = await byIcu("en_US", "cardinal", numbers);
  numbers.forEach((number, at) => {
    const heard = words("en-US", "number", number).join(" ");
    assert.equal(heard, expected[at].replaceAll("-", " "), number);
  });
});

/**
 * ICU never says 两, and behind 亿 leaves the 零 out that is read for empty
 * places there (100020000 is 一亿零二万).
 */
function plain(chinese: string): string {
  return chinese.replaceAll("两", "二").replace(/亿零?(?=十)/, "亿一")
    .replace("亿零", "亿");
}

Deno.test("numbers in zh-CN are ICU's but for 两 and the 零 behind 亿", async () => {
  const numbers = numbersOf(12);
  const expected = await byIcu("zh", "cardinal", numbers);
  numbers.forEach((number, at) => {
    const heard = words("zh-CN", "number", number).join("");
    assert.equal(plain(heard), plain(expected[at]), number);
  });
});

Deno.test("years and days in en-US are ICU's, word for word", async () => {
  const years = Array.from({ length: 9000 }, (_, n) => 1000 + n);
  const expected = await byIcu("en_US", "numbering-year", years);
  years.forEach((year, at) => {
    const [, ...heard] = words("en-US", "moment", `${year}-01`);
    assert.equal(heard.join(" "), expected[at].replaceAll("-", " "));
  });
  const days = Array.from({ length: 31 }, (_, n) => 1 + n);
  const ordinals = await byIcu("en_US", "ordinal", days);
  days.forEach((day, at) => {
    const heard = words("en-US", "moment", `2000-01-${day}`).slice(1, -2);
    assert.equal(heard.join(" "), ordinals[at].replaceAll("-", " "));
  });
});
