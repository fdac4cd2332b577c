import assert from "node:assert/strict";
import { type Arrows, step } from "../../runtime/base/machine.ts";

type State = "open" | "shut";
const DOOR: Arrows<State, "push" | "pull", "creak"> = {
  open: { push: ["shut", "creak"] },
  shut: { pull: ["open", "creak"] },
};

Deno.test("an arrow gives the next state and its actions", () => {
  assert.deepEqual(step(DOOR, "open", "push"), ["shut", "creak"]);
});

Deno.test("an input the state does not listen to changes nothing", () => {
  assert.deepEqual(step(DOOR, "shut", "push"), ["shut"]);
});
