import assert from "node:assert/strict";
import { SILENT } from "../../runtime/base/log.ts";
import { startDemo } from "../../runtime/demo/application.ts";
import { type Caller, ScriptedNode } from "./scripted_node.ts";

const RES_ID = "0.0.0-sys.call-1";
const MESSAGE = ["play_start askMessage", `record_start ${RES_ID}`];
const GOOD_BYE = ["play_start thanks", "drop"];
const GREETING = [
  "answer",
  "play_start greeting",
  "receive_dtmf_start askKeys",
];

/** The demo at a scripted node, and what its callers were asked. */
async function conversations(
  callers: Readonly<Record<string, Caller>>,
): Promise<Record<string, string[]>> {
  const node = new ScriptedNode();
  const dataDir = await Deno.makeTempDir();
  const demo = startDemo({
    wire: node.node.wire,
    dataDir,
    language: "en-US",
    log: SILENT,
    speaker: () => ({
      say: () => Promise.resolve(new Int16Array(800)),
      close() {},
    }),
  });
  void node.serve();
  await Promise.all(
    Object.entries(callers).map(([id, caller]) => node.call(id, caller)),
  );
  await demo.ready;
  demo.close();
  await Deno.remove(dataDir, { recursive: true });
  return node.course;
}

Deno.test("it greets, reads the keys back one by one, takes a message and plays it", async () => {
  const course = await conversations({ [RES_ID]: { keys: "4*", message: 2 } });
  assert.deepEqual(course[RES_ID], [
    ...GREETING,
    "play_start youPressed",
    "play_start key_4",
    "play_start key_star",
    ...MESSAGE,
    "play_start yourMessage",
    `play_start ${RES_ID}`,
    ...GOOD_BYE,
  ]);
});

Deno.test("a caller who presses nothing and says nothing is told so", async () => {
  const course = await conversations({
    [RES_ID]: { keys: null, message: 0.2 },
  });
  assert.deepEqual(course[RES_ID], [
    ...GREETING,
    "play_start noKeys",
    ...MESSAGE,
    "play_start noMessage",
    ...GOOD_BYE,
  ]);
});

for (const method of ["answer", "play_start", "receive_dtmf_start"]) {
  Deno.test(`hang-up in ${method} ends the conversation there`, async () => {
    const course = await conversations({ [RES_ID]: { hangsUpIn: method } });
    assert.deepEqual(course[RES_ID].at(-1)?.split(" ")[0], method);
  });
}

Deno.test("a call that the node refuses something is dropped, not left", async () => {
  const course = await conversations({
    [RES_ID]: { keys: "1", refused: "record_start" },
  });
  assert.deepEqual(course[RES_ID].slice(-2), [MESSAGE[1], "drop"]);
});

Deno.test("a call whose prompts cannot be played is dropped, not left", async () => {
  const course = await conversations({
    [RES_ID]: { keys: "1", broken: "greeting" },
  });
  assert.deepEqual(course[RES_ID].slice(-2), ["play_start greeting", "drop"]);
});

Deno.test("many calls at once have each its own conversation", async () => {
  const callers = Object.fromEntries(
    Array.from({ length: 50 }, (_, n) => [
      `0.0.0-sys.call-${n}`,
      { keys: `${n}`, message: 1 },
    ]),
  );
  const course = await conversations(callers);
  for (const [id, { keys }] of Object.entries(callers)) {
    const read = course[id]
      .filter((asked) => asked.startsWith("play_start key_"))
      .map((asked) => asked.at(-1));
    assert.equal(read.join(""), keys);
    assert.equal(course[id].at(-1), "drop");
  }
});
