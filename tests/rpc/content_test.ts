import assert from "node:assert/strict";
import * as z from "zod";
import { CtiError } from "../../runtime/base/fault.ts";
import { readArguments } from "../../runtime/rpc/arguments.ts";
import { content, files } from "../../runtime/rpc/content.ts";

const PLAY = z.object({ res_id: z.string(), content });

function read(value: unknown) {
  return readArguments(PLAY, { res_id: "x", content: value }).content;
}

const digits = (text: string) => ({ read: "digits", text });

const TAKEN: [what: string, given: unknown, content: unknown][] = [
  ["a name", "a.wav", ["a.wav"]],
  ["a name with blanks around it", " a b.wav ", ["a b.wav"]],
  ["names joined by bars", "/p/a.wav|b.wav", ["/p/a.wav", "b.wav"]],
  ["names with a bar too many", "|a.wav||b.wav|", ["a.wav", "b.wav"]],
  ["an item of type 0", [["a.wav", 0, ""]], ["a.wav"]],
  ["a bar in a name of type 0", [["a|b.wav", 0, ""]], ["a|b.wav"]],
  ["an item of type 7", [["a.wav|b.wav", 7, ""]], ["a.wav", "b.wav"]],
  ["a type as text", [["a.wav|b.wav", "7"]], ["a.wav", "b.wav"]],
  ["an item without a type", [["a.wav"]], ["a.wav"]],
  ["an item of nulls", [["a.wav", null, null]], ["a.wav"]],
  ["an empty type", [["a.wav", "", ""]], ["a.wav"]],
  ["a number for a name", [[5, 0]], ["5"]],
  ["a type below 0", [["a.wav", -1], ["b.wav", 0]], ["b.wav"]],
  ["nothing but types below 0", [["a.wav", -1, ""], [null, "-7"]], []],
  ["no items", [], []],
  ["digits with leading zeros", [["007", 1, ""]], [digits("007")]],
  ["digits as a number", [[759345, 1]], [digits("759345")]],
  ["a number", [["-3.10", 2], [3.5, "2"]], [
    { read: "number", text: "-3.10" },
    { read: "number", text: "3.5" },
  ]],
  ["money", [["3245.24", 3], [5, 6]], [
    { read: "money", text: "3245.24" },
    { read: "yuanJiaoFen", text: "5" },
  ]],
  ["a date and a time", [["2020-05-09 10:30", 4]], [
    { read: "moment", text: "2020-05-09 10:30" },
  ]],
  ["a duration", [["01:30:05", 5]], [{ read: "duration", text: "01:30:05" }]],
  ["a text", [[" 您好 OK ", 10]], [{ speak: "您好 OK" }]],
  ["a text of two sentences", [["您好。再见。", 10]], [
    { speak: "您好。", goesOn: true },
    { speak: "再见。" },
  ]],
  ["a text of a language of its own", [["Hi", 10, "en-US"], [1, 2, "zh-CN"]], [
    { speak: "Hi", language: "en-US" },
    { read: "number", text: "1", language: "zh-CN" },
  ]],
  ["an option that says nothing", [[1, 1, "loud"]], [digits("1")]],
  ["what Doc's notify call plays", [
    ["你好.wav", 0, ""],
    ["3245.24", 3, ""],
    ["2020-05-09", 4, ""],
    ["pre.wav|post.wav", 7, ""],
  ], [
    "你好.wav",
    { read: "money", text: "3245.24" },
    { read: "moment", text: "2020-05-09" },
    "pre.wav",
    "post.wav",
  ]],
  ["thirty items", Array(30).fill(["a.wav"]), Array(30).fill("a.wav")],
];

for (const [what, given, expected] of TAKEN) {
  Deno.test(`content may be ${what}`, () => {
    assert.deepEqual(read(given), expected);
  });
}

const WRONG: [given: unknown, param: string, expected: RegExp][] = [
  [{ file: "a.wav" }, "content", /list of up to 30/],
  ["|", "content", /joined by/],
  ["a|".repeat(101), "content", /up to 100 joined by/],
  ["a.wav|b\n.wav", "content", /joined by/],
  [["a.wav", 0, ""], "content[0]", /list of up to 30/],
  [[["a.wav"], [["b.wav"]]], "content[1][0]", /list of up to 30/],
  [[["a.wav"], []], "content[1]", /list of up to 30/],
  [[["a.wav", 0, "", 1]], "content[0]", /list of up to 30/],
  [[["a.wav", 0, true]], "content[0][2]", /list of up to 30/],
  [Array(31).fill(["a.wav"]), "content", /list of up to 30/],
  [[["a.wav"], ["b.wav"], ["c.wav"], ["d.wav", 8]], "content[3][1]", /0, /],
  [[["a.wav", 1.5]], "content[0][1]", /a number below 0/],
  [[["a.wav", "file"]], "content[0][1]", /a number below 0/],
  [[["a.wav", "constructor"]], "content[0][1]", /a number below 0/],
  [[[""]], "content[0][0]", /^a file name$/],
  [[[null, 0]], "content[0][0]", /^a file name$/],
  [[["a\u0007.wav", 0]], "content[0][0]", /^a file name$/],
  [[["||", 7]], "content[0][0]", /joined by/],
  [[["a,b", 1]], "content[0][0]", /digits, letters/],
  [[["abc", 2]], "content[0][0]", /decimal number/],
  [[[1e21, 2]], "content[0][0]", /decimal number/],
  [[["", 3]], "content[0][0]", /amount/],
  [[["2020-02-30", 4]], "content[0][0]", /YYYY-mm-dd/],
  [[["a.wav", 5]], "content[0][0]", /HH:MM/],
  [[["5 yuan", 6]], "content[0][0]", /amount/],
  [[[" ", 10]], "content[0][0]", /a text/],
  [[["x".repeat(1001), 10]], "content[0][0]", /1000 characters/],
  [[["x", 11]], "content[0][1]", /0, 1, 2, 3, 4, 5, 6, 7, 10/],
];

for (const [given, param, expected] of WRONG) {
  const shown = JSON.stringify(given).slice(0, 50);
  Deno.test(`content ${shown} is refused, naming ${param}`, () => {
    assert.throws(() => read(given), (error: CtiError) => {
      assert.equal(error.fault, "badParams");
      assert.equal(error.data?.param, param);
      assert.match(String(error.data?.expected), expected);
      return true;
    });
  });
}

Deno.test("files are names alone, and may be left out", () => {
  const shape = z.object({ ring: files.optional() });
  const read = (ring: unknown) => readArguments(shape, { ring }).ring;
  assert.deepEqual(read("a.wav|b.wav"), ["a.wav", "b.wav"]);
  assert.equal(read(""), undefined);
  assert.throws(() => read([["a.wav"]]), { fault: "badParams" });
});
