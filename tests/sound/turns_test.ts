import assert from "node:assert/strict";
import { Turns } from "../../runtime/sound/turns.ts";

/** Turns that come by hand, and what was done in them. */
function byHand() {
  const waiting: (() => void)[] = [];
  const done: string[] = [];
  const turns = new Turns((work) => void waiting.push(work));
  const step = (name: string, when: "soon" | "atLeisure") =>
    void turns[when]().then(() => done.push(name));
  const turn = async () => {
    waiting.shift()?.();
    await Promise.resolve();
    return done.splice(0);
  };
  return { step, turn, waiting };
}

Deno.test("in each turn one step is done, those first that somebody waits for", async () => {
  const { step, turn } = byHand();
  step("a", "atLeisure");
  step("b", "atLeisure");
  step("c", "soon");
  step("d", "soon");
  assert.deepEqual(await turn(), ["c"]);
  assert.deepEqual(await turn(), ["d"]);
  assert.deepEqual(await turn(), ["a"]);
  step("e", "soon");
  assert.deepEqual(await turn(), ["e"]);
  assert.deepEqual(await turn(), ["b"]);
});

Deno.test("without steps there are no turns, and the next step makes one", async () => {
  const { step, turn, waiting } = byHand();
  step("a", "soon");
  await turn();
  assert.equal(waiting.length, 0);
  step("b", "atLeisure");
  assert.deepEqual(await turn(), ["b"]);
});
