import assert from "node:assert/strict";
import { gainsOf } from "../../runtime/core/gain.ts";
import { gainOf, LOUDEST } from "../../runtime/media/volume.ts";

Deno.test("a volume is a gain in percent; 0 changes nothing", () => {
  assert.deepEqual([0, 1, 50, 100, 250].map(gainOf), [1, 0.01, 0.5, 1, 2.5]);
});

Deno.test("the loudest volume is the loudest that the core can do", () => {
  const [voice] = gainsOf({ gain: gainOf(LOUDEST) });
  assert.equal(voice, gainsOf({ gain: Infinity })[0]);
  assert.ok(gainsOf({ gain: gainOf(LOUDEST - 1) })[0] < voice);
});
