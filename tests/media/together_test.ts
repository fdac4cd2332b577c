import assert from "node:assert/strict";
import { together } from "../../runtime/media/together.ts";
import { FakeDeck } from "../support/fake_deck.ts";
import { FakeSound } from "../support/fake_sound.ts";

function two() {
  const [one, other] = [new FakeSound(), new FakeSound()]
    .map((sound) => new FakeDeck(sound));
  return { one, other, both: together(one, other) };
}

Deno.test("what is played together is over when the first of the two is", () => {
  const { one, other, both } = two();
  let ends = 0;
  both.play([1, 2], 3, () => ends++);
  assert.deepEqual([one.deeds, other.deeds], [["play 2 x 3"], ["play 2 x 3"]]);
  other.finish();
  assert.equal(ends, 0);
  one.finish();
  assert.equal(ends, 1);
});

Deno.test("what is played together falls silent together", () => {
  const { one, other, both } = two();
  const stop = both.play([1], 1, () => assert.fail("it was stopped"));
  stop();
  assert.deepEqual([one.running, other.running], [[], []]);
});
