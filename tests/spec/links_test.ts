import assert from "node:assert/strict";
import { EVENTS } from "./events.ts";
import { FUNCTIONS } from "./functions.ts";
import type { Held } from "./specification.ts";
import { STATES } from "./states.ts";

const TESTS = new URL("../", import.meta.url);

/** Whether a test of that name, or of that template, stands in the text. */
function hasTest(text: string, name: string): boolean {
  return ['"', "`"].some((quote) => text.includes(`${quote}${name}${quote}`));
}

async function isHeld({ file, test }: Held): Promise<boolean> {
  const text = await Deno.readTextFile(new URL(file, TESTS)).catch(() => "");
  return hasTest(text, test);
}

const ALL = { "the states": { held: STATES }, ...FUNCTIONS, ...EVENTS };

for (const [name, { held }] of Object.entries(ALL)) {
  Deno.test(`what the specification says of ${name} is held by tests that there are`, async () => {
    assert.ok(held.length > 0);
    for (const one of held) {
      assert.ok(await isHeld(one), `${one.file}: ${one.test}`);
    }
  });
}

Deno.test("a link to a test that there is not, or to no file, is found out", async () => {
  const [real] = FUNCTIONS.exists.held;
  assert.equal(await isHeld(real), true);
  assert.equal(await isHeld({ ...real, test: "exists says true" }), false);
  assert.equal(await isHeld({ ...real, file: "rpc/none_test.ts" }), false);
});
