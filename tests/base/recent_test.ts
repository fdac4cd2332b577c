import assert from "node:assert/strict";
import { Recent } from "../../runtime/base/recent.ts";

Deno.test("what was asked for longest ago makes room", () => {
  const recent = new Recent<string, number>(2);
  recent.set("a", 1);
  recent.set("b", 2);
  assert.equal(recent.get("a"), 1);
  recent.set("c", 3);
  assert.deepEqual(["a", "b", "c"].map((key) => recent.get(key)), [
    1,
    undefined,
    3,
  ]);
  assert.equal(recent.size, 2);
});

Deno.test("what is set again takes no second place", () => {
  const recent = new Recent<string, number>(2);
  for (let value = 0; value < 10; value++) recent.set("a", value);
  recent.set("b", 0);
  assert.equal(recent.get("a"), 9);
  recent.delete("a");
  assert.equal(recent.get("a"), undefined);
});
