import assert from "node:assert/strict";
import { run, withPort } from "./media_stage.ts";

Deno.test("sounds are played seamlessly, as often as asked, and then it is said", () => {
  const { play, engine, give, tick, heard } = withPort();
  give(1, run(0, 1000));
  give(2, run(5000, 3333));
  play(9, [1, 2, 1], 3);
  const round = [...run(0, 1000), ...run(5000, 3333), ...run(0, 1000)];
  const ticks = Math.ceil(3 * round.length / 160);
  tick(ticks - 1);
  assert.deepEqual(heard(), []);
  tick();
  assert.deepEqual(heard(), [{ type: "played", port: 1, playback: 9 }]);
  assert.deepEqual(engine.at(0).spoken, [...round, ...round, ...round]);
  tick(100);
  assert.deepEqual(heard(), []);
});

Deno.test("without end a list is played until it is stopped, and not reported", () => {
  const { order, play, engine, give, tick, heard } = withPort();
  give(1, run(0, 77));
  play(1, [1], null);
  tick(1000);
  assert.equal(engine.at(0).spoken.length, 160_000);
  order({ type: "stopPlay", port: 1, playback: 1 });
  tick(10);
  assert.equal(engine.at(0).spoken.length, 160_000, "silent at once");
  assert.deepEqual(heard(), []);
});

Deno.test("a sound that is still on its way is waited for", () => {
  const { play, engine, give, tick, heard } = withPort();
  give(1, run(0, 160));
  play(1, [1, 2]);
  tick(50);
  assert.deepEqual(heard(), []);
  give(2, run(700, 160));
  tick(2);
  assert.deepEqual(heard(), [{ type: "played", port: 1, playback: 1 }]);
  assert.deepEqual(engine.at(0).spoken, [...run(0, 160), ...run(700, 160)]);
});

for (
  const [what, sounds, rounds] of [
    ["no sounds", [], null],
    ["only empty sounds, for ever", [3, 3], null],
    ["no rounds", [1], 0],
  ] as const
) {
  Deno.test(`${what}: played at once`, () => {
    const { play, give, tick, heard } = withPort();
    give(1, run(0, 160));
    give(3, []);
    play(1, sounds, rounds);
    tick();
    assert.deepEqual(heard(), [{ type: "played", port: 1, playback: 1 }]);
  });
}

Deno.test("a new playback takes the place of the old, which says nothing", () => {
  const { order, play, engine, give, tick, heard } = withPort();
  give(1, run(0, 3200));
  give(2, run(9000, 160));
  play(1, [1]);
  tick();
  play(2, [2]);
  order({ type: "stopPlay", port: 1, playback: 1 });
  tick(30);
  assert.deepEqual(heard(), [{ type: "played", port: 1, playback: 2 }]);
  assert.deepEqual(engine.at(0).spoken, [...run(0, 160), ...run(9000, 160)]);
});
