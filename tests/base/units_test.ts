import assert from "node:assert/strict";
import {
  durationOf,
  FRAME,
  FRAME_SAMPLES,
  inMilliseconds,
  samplesIn,
} from "../../runtime/base/units.ts";

Deno.test("a frame of 20 ms has 160 samples at 8 kHz", () => {
  assert.equal(samplesIn(FRAME), FRAME_SAMPLES);
  assert.equal(durationOf(FRAME_SAMPLES), FRAME);
});

Deno.test("seconds become milliseconds", () => {
  assert.equal(inMilliseconds(2.5), 2500);
});
