import assert from "node:assert/strict";
import { SeededChance } from "../../../runtime/base/chance.ts";
import type { ReadingKind } from "../../../runtime/media/content.ts";
import type { Language } from "../../../runtime/sound/reading/language.ts";
import { LANGUAGES } from "../../../runtime/sound/reading/languages.ts";
import { isReadable, read } from "../../../runtime/sound/reading/read.ts";
import { casesOf, KINDS, rowsOf } from "./case_table.ts";

/** Every language that there is, by its name. */
const NAMES = Object.keys(LANGUAGES);

/** What is heard, in words. */
function inWords(
  kind: ReadingKind,
  text: string,
  language: Language,
  between: string,
): string | undefined {
  return read(kind, text, language)?.map((name) => {
    assert(Object.hasOwn(language.parts, name), `no part is called ${name}`);
    return language.parts[name];
  }).join(between);
}

for (const name of NAMES) {
  const language = LANGUAGES[name];
  const table = await casesOf(name);

  for (const kind of KINDS) {
    Deno.test(`${name} reads ${kind} as people say it`, () => {
      for (const [text, words] of rowsOf(table, kind)) {
        const heard = inWords(kind, text, language, table.between);
        assert.equal(heard, words, text);
      }
    });
  }

  Deno.test(`${name} has four hundred cases and more`, () => {
    const texts = KINDS.flatMap((kind) =>
      rowsOf(table, kind).map(([text]) => `${kind} ${text}`)
    );
    assert(texts.length >= 400, `${texts.length} cases`);
    assert.equal(new Set(texts).size, texts.length, "one stands there twice");
  });

  Deno.test(`${name} can name every part in a file's name`, () => {
    for (const part of Object.keys(language.parts)) {
      assert.match(part, /^[a-z0-9_]+$/);
    }
  });

  Deno.test(`${name} has no part that nothing is read by`, () => {
    const heard = KINDS.flatMap((kind) =>
      rowsOf(table, kind).flatMap(([text]) => read(kind, text, language) ?? [])
    );
    const unused = Object.keys(language.parts)
      .filter((part) => !heard.includes(part));
    assert.deepEqual(unused, []);
  });
}

const SMALL = "零一二三四五六七八九";
const POWERS = { 十: 10, 百: 100, 千: 1000, 万: 1e4, 亿: 1e8 } as const;

/** What a Chinese number means, found by another way than it is made. */
function meaning(words: string): number {
  const great = words.lastIndexOf("亿") >= 0
    ? "亿"
    : words.includes("万")
    ? "万"
    : null;
  if (great) {
    const at = words.lastIndexOf(great);
    return meaning(words.slice(0, at)) * POWERS[great] +
      meaning(words.slice(at + 1));
  }
  let [sum, digit] = [0, 0];
  for (const word of words.replace(/^十/, "一十").replaceAll("两", "二")) {
    if (SMALL.includes(word)) digit = SMALL.indexOf(word);
    else {
      sum += digit * POWERS[word as keyof typeof POWERS];
      digit = 0;
    }
  }
  return sum + digit;
}

Deno.test("a Chinese number means what it was made of, for 20,000 of every length", () => {
  const chance = new SeededChance(6);
  const language = LANGUAGES["zh-CN"];
  for (let n = 0; n < 20_000; n++) {
    const digits = 1 + chance.integer(15);
    const text = Array.from({ length: digits }, () => {
      // Zeros are what is hard.
      return chance.integer(2) === 0 ? 0 : chance.integer(10);
    }).join("");
    const words = inWords("number", text, language, "") ?? "";
    assert.equal(meaning(words), Number(text), `${text} ${words}`);
    assert.doesNotMatch(words, /零零|零$(?<!^零)|零[十百千万亿]/, text);
  }
});

Deno.test("whatever can be read is read in every language, by parts that exist", () => {
  const chance = new SeededChance(7);
  const signs = "0012359:::---. TA*#+";
  const readable = new Map<string, number>(KINDS.map((kind) => [kind, 0]));
  for (let n = 0; n < 100_000; n++) {
    const text = Array.from({ length: 1 + chance.integer(8) }, () => {
      return signs[chance.integer(signs.length)];
    }).join("");
    for (const kind of KINDS) {
      const fits = isReadable(kind, text);
      if (fits) readable.set(kind, (readable.get(kind) ?? 0) + 1);
      for (const name of NAMES) {
        const words = inWords(kind, text, LANGUAGES[name], " ");
        assert.equal(Boolean(words), fits, `${kind} ${text}`);
      }
    }
  }
  for (const [kind, count] of readable) assert(count > 100, `${kind} ${count}`);
});

/** What is not read: the caller is told so at once. */
const WRONG: Readonly<Record<ReadingKind, readonly string[]>> = {
  digits: ["", "-", "1,2", "一", "1--2", "ä", "1".repeat(300)],
  number: [
    "",
    "abc",
    "1,000",
    "1.",
    ".5",
    "1e15",
    "12e5",
    "1e",
    "--1",
    "1 2",
    "NaN",
  ]
    .concat("1".repeat(16)),
  money: ["", "¥5", "5元", "1.2.3", "Infinity"],
  yuanJiaoFen: ["", "x", "1.2.3"],
  moment: [
    ...["", "2020", "2020-13", "2020-00", "2020-02-30", "2021-02-29"],
    ...["1900-02-29", "2020-04-31", "2020-05-00", "20-05-09", "24:00"],
    ...["10:60", "10:00:60", "10", "10:30 2020-05-09", "2020-05 10:30"],
    ...["2020/05/09", " ", "2020-05-0910:30"],
  ],
  duration: ["", "5", "100:00", "1:100", "-1:00", "1:2:3:4", "::"],
};

for (const [kind, texts] of Object.entries(WRONG)) {
  Deno.test(`what is no ${kind} is not read as one`, () => {
    for (const text of texts) {
      assert.equal(isReadable(kind as ReadingKind, text), false, text);
      const heard = read(kind as ReadingKind, text, LANGUAGES["en-US"]);
      assert.equal(heard, null, text);
    }
  });
}
