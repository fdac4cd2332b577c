import assert from "node:assert/strict";
import { sentencesOf } from "../../../runtime/sound/speech/sentences.ts";

const CASES: [text: string, sentences: string[]][] = [
  ["您好", ["您好"]],
  ["您好。您的余额是3.5元！谢谢？再见", [
    "您好。",
    "您的余额是3.5元！",
    "谢谢？",
    "再见",
  ]],
  ["他说：“你好。”然后走了。", ["他说：“你好。”", "然后走了。"]],
  ["It is 3.5 p.m. now.  Bye!\nNext line", [
    "It is 3.5 p.m. now.",
    "Bye!",
    "Next line",
  ]],
  ["第二！！！第三", ["第二！！！", "第三"]],
  ["  ", []],
];

for (const [text, expected] of CASES) {
  Deno.test(`${JSON.stringify(text)} is ${expected.length} sentences`, () => {
    assert.deepEqual(sentencesOf(text), expected);
  });
}

Deno.test("a sentence without an end is cut at its pauses, then at blanks", () => {
  const clause = "请您在听到提示音之后留言，";
  const chinese = sentencesOf(clause.repeat(20));
  assert.equal(chinese.join(""), clause.repeat(20));
  assert.ok(chinese.every((one) => one.length <= 80 && one.endsWith("，")));
  const english = sentencesOf("please leave a message ".repeat(20));
  assert.ok(english.every((one) => /^(please|leave|a|message)\b/.test(one)));
  assert.equal(english.join(" "), "please leave a message ".repeat(20).trim());
});

Deno.test("what has no pause is cut between characters, never through one", () => {
  for (const text of ["好".repeat(1000), "x" + "😀".repeat(400)]) {
    const cut = sentencesOf(text);
    assert.equal(cut.join(""), text);
    assert.ok(cut.every((one) => one.length <= 80 && one.isWellFormed()));
  }
});
