import assert from "node:assert/strict";
import { HandClock } from "../../runtime/base/hand_clock.ts";
import { KeyTwins, type KeyWay } from "../../runtime/call/key_twins.ts";

/** What is told of keys as they come: `5r` by RTP, `5i` by INFO, `.` 100 ms. */
function told(course: string): string {
  const clock = new HandClock();
  const twins = new KeyTwins(clock);
  let keys = "";
  for (const step of course.match(/\.|../g) ?? []) {
    if (step === ".") clock.wind(100);
    else {
      const way: KeyWay = step[1] === "r" ? "rtp" : "info";
      if (twins.isNews(step[0], way)) keys += step[0];
    }
  }
  return keys;
}

const SECONDS_2 = ".".repeat(20);

Deno.test("a key that comes in the sound and by INFO is one key", () => {
  assert.equal(told("5r.5i.7i.7r"), "57");
  assert.equal(told("5r5r5i5i"), "55");
  assert.equal(told("1r2r3r1i2i3i"), "123");
  assert.equal(told("1r1i1r1i1r1i"), "111");
});

Deno.test("a key that comes one way alone is a key each time", () => {
  assert.equal(told("5r5r5r"), "555");
  assert.equal(told("5i5i7i"), "557");
});

Deno.test("a twin that is more than two seconds late is a key of its own", () => {
  assert.equal(told(`5r${SECONDS_2}5i`), "5");
  assert.equal(told(`5r${SECONDS_2}.5i`), "55");
});

Deno.test("keys whose twins never come are not kept", () => {
  const clock = new HandClock();
  const twins = new KeyTwins(clock);
  for (let n = 0; n < 33; n++) twins.isNews("5", "rtp");
  let dropped = 0;
  for (let n = 0; n < 33; n++) if (!twins.isNews("5", "info")) dropped++;
  assert.equal(dropped, 32);
});
