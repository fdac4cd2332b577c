import assert from "node:assert/strict";
import type { LanguageName } from "../../../runtime/media/content.ts";
import { runsOf } from "../../../runtime/sound/speech/runs.ts";

const SHORT = { zh: "zh-CN", en: "en-US" } as const;

/** Runs as `zh 您好|en OK`. */
const CASES: [text: string, language: keyof typeof SHORT, runs: string][] = [
  ["您好", "zh", "zh 您好"],
  ["您好", "en", "zh 您好"],
  ["Hello there", "zh", "en Hello there"],
  ["按 OK 键", "zh", "zh 按|en OK|zh 键"],
  ["按OK键。", "en", "zh 按|en OK|zh 键。"],
  ["您的房间号是 Room 123。", "zh", "zh 您的房间号是|en Room 123。"],
  ["我有 3 apples", "zh", "zh 我有 3|en apples"],
  [
    "Press 1 for 中文, 2 for English",
    "en",
    "en Press 1 for|zh 中文, 2|en for English",
  ],
  ["Press 1，按2", "en", "en Press 1，|zh 按2"],
  ["USB3.0接口", "zh", "en USB|zh 3.0接口"],
  ["A4纸", "zh", "en A|zh 4纸"],
  ["第12名", "en", "zh 第12名"],
  ["12:30", "zh", "zh 12:30"],
  ["12:30", "en", "en 12:30"],
  ["12 o'clock", "zh", "en 12 o'clock"],
  ["12点", "en", "zh 12点"],
  ["—— “好”", "en", "zh —— “好”"],
  ["don’t", "zh", "en don’t"],
  ["Café", "zh", "en Café"],
  ["𠮷野家", "en", "zh 𠮷野家"],
  ["二〇二四年", "en", "zh 二〇二四年"],
  ["人々", "zh", "zh 人々"],
  ["Привет", "zh", "zh Привет"],
  ["。，！", "zh", ""],
  ["", "zh", ""],
];

for (const [text, language, expected] of CASES) {
  Deno.test(`${text} in ${language} is spoken as ${expected || "nothing"}`, () => {
    const runs = runsOf(text, SHORT[language]);
    const shown = (name: LanguageName) => name.slice(0, 2);
    const told = runs.map(({ language, text }) => `${shown(language)} ${text}`);
    assert.equal(told.join("|"), expected);
  });
}

Deno.test("nothing that is spoken is lost, whatever the text", () => {
  const spoken = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, "");
  for (const [text] of CASES) {
    const runs = runsOf(text, "zh-CN").map((run) => run.text).join("");
    assert.equal(spoken(runs), spoken(text));
  }
});
