import assert from "node:assert/strict";
import { join } from "node:path";
import { content } from "../../../runtime/rpc/content.ts";
import { LANGUAGES } from "../../../runtime/sound/reading/languages.ts";
import { inFolder } from "../../support/in_folder.ts";
import { callerOf } from "./caller.ts";
import { Studio } from "./studio.ts";

const FILES = ["welcome", "bye"];
const TEXT = "您好";
const CHINESE = Object.keys(LANGUAGES["zh-CN"].parts);
/** What is English alone; of the rest there are recordings in Chinese. */
const ENGLISH = ["20", "dollars"];
/** One ear for all that is played: no two of them sound alike. */
const STUDIO = new Studio([...CHINESE, ...ENGLISH, ...FILES, TEXT]);

/** Each type of the table of `play_start`, and what is heard of it. */
const LIST: [item: unknown[], heard: string][] = [
  [["welcome.wav", 0, ""], "welcome"],
  [["0759", 1, ""], "0 7 5 9"],
  [[-12, 1, ""], "minus 1 2"],
  [[-12.05, 2, ""], "minus ten 2 point 0 5"],
  [["1086.30", 3, ""], "1 thousand 0 8 ten 6 yuan 3 jiao"],
  [["none.wav", -1, ""], ""],
  [
    ["2012-9-8 1:5:3", 4, ""],
    "2 0 1 2 year 9 month 8 day 1 oclock 5 minute 3 seconds",
  ],
  [["1:5:3", 5, ""], "1 hours 5 minutes 3 seconds"],
  [[20.02, 6, ""], "2 ten yuan 0 2 fen"],
  [["bye.wav|welcome.wav", 7, ""], "bye welcome"],
  [["none.wav", -7], ""],
  [[TEXT, 10, ""], TEXT],
  [[20, "3", "en-US"], "20 dollars"],
  [["bye.wav"], "bye"],
];

Deno.test("a play list of all types is heard item by item, as often as it is repeated", () =>
  inFolder(async (dataDir) => {
    await Deno.mkdir(join(dataDir, "prompts"), { recursive: true });
    await STUDIO.record(join(dataDir, "prompts"), FILES);
    await STUDIO.record(join(dataDir, "prompts/voice/zh-CN"), CHINESE);
    await STUDIO.record(join(dataDir, "prompts/voice/en-US"), ENGLISH);
    const caller = await callerOf(
      { dataDir },
      (text) => STUDIO.recording(text),
    );
    const list = content.parse(LIST.map(([item]) => item));
    const heard = STUDIO.partsIn(await caller.hear(list, 3));
    const once = LIST.flatMap(([, parts]) => parts.split(" ").filter(Boolean));
    assert.deepEqual(heard, [...once, ...once, ...once]);
    await caller.close();
  }));
