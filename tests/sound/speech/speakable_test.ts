import assert from "node:assert/strict";
import { spelledInChinese } from "../../../runtime/sound/speech/chinese_signs.ts";
import { speakable } from "../../../runtime/sound/speech/speakable.ts";

const CASES: [text: string, spoken: string][] = [
  ["价格是３００元", "价格是300元"],
  ["ＯＫ！（１＋１）", "OK!(1+1)"],
  ["您好　世界", "您好 世界"],
  ["😀您好👍🏽！", "您好  !"],
  ["👨‍👩‍👧", ""],
  ["🇨🇳", ""],
  ["1️⃣", "1"],
  ["®", "®"],
  ["a\u200bb\u0007", "a b"],
  ["人々は𠮷", "人々は𠮷"],
];

for (const [text, spoken] of CASES) {
  Deno.test(`${JSON.stringify(text)} is spoken as ${JSON.stringify(spoken)}`, () => {
    assert.equal(
      speakable(text).replace(/ +/g, " "),
      spoken.replace(/ +/g, " "),
    );
  });
}

const SIGNS: [text: string, spelled: string][] = [
  ["12%", "百分之12"],
  ["涨了3.5 %。", "涨了百分之3.5。"],
  ["气温-5℃", "气温负5摄氏度"],
  ["-5度", "负5度"],
  ["400-800-1234", "400-800-1234"],
  ["2024-05-09", "2024-05-09"],
  ["¥12.50", "12.50元"],
  ["𠮷野家", "野家"],
];

for (const [text, spelled] of SIGNS) {
  Deno.test(`Chinese: ${text} is spelled ${spelled}`, () => {
    assert.equal(spelledInChinese(text), spelled);
  });
}
