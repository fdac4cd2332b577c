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
  assert.deepEqual(heard(), [{
    type: "played",
    port: 1,
    playback: 9,
    error: null,
  }]);
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
  assert.deepEqual(heard(), [{
    type: "played",
    port: 1,
    playback: 1,
    error: null,
  }]);
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
    assert.deepEqual(heard(), [{
      type: "played",
      port: 1,
      playback: 1,
      error: null,
    }]);
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
  assert.deepEqual(heard(), [{
    type: "played",
    port: 1,
    playback: 2,
    error: null,
  }]);
  assert.deepEqual(engine.at(0).spoken, [...run(0, 160), ...run(9000, 160)]);
});

/** A port that plays one sound for ever and, from its third frame on, another. */
function interrupted() {
  const port = withPort();
  port.give(1, run(0, 8000));
  port.give(2, run(9000, 480));
  port.play(1, [1], null);
  port.tick(2);
  port.play(2, [2]);
  return port;
}

/** The 16 ms in which what goes on comes out of silence. */
const RISE = 128;

Deno.test("what plays for ever pauses under another sound and goes on behind it", () => {
  const { engine, tick, heard } = interrupted();
  tick(3 + 10);
  assert.deepEqual(heard(), [{
    type: "played",
    port: 1,
    playback: 2,
    error: null,
  }]);
  const { spoken } = engine.at(0);
  const over = [...run(0, 320), ...run(9000, 480)];
  assert.deepEqual(spoken.slice(0, 800), over);
  const rest = spoken.slice(800 + RISE);
  assert.deepEqual(
    rest,
    run(RISE, rest.length),
    "from its first block, 100 ms",
  );
});

Deno.test("what goes on is of the block of 100 ms that was interrupted", () => {
  const { engine, tick, give, play } = withPort();
  give(1, run(0, 16_000));
  give(2, run(20_000, 160));
  play(1, [1], null);
  tick(28);
  play(2, [2]);
  tick(11);
  const rest = engine.at(0).spoken.slice(29 * 160 + RISE);
  assert.deepEqual(rest, run(5 * 800 + RISE, rest.length));
});

Deno.test("what goes on comes out of silence, it does not jump there", () => {
  const { engine, tick } = interrupted();
  tick(3 + 10);
  const rise = engine.at(0).spoken.slice(800, 800 + RISE);
  assert.equal(rise[0], 0);
  assert.ok(rise.every((value, n) => n === 0 || value >= rise[n - 1]));
});

Deno.test("what plays over another can be stopped: it goes on at once", () => {
  const { engine, order, tick, heard } = interrupted();
  tick();
  order({ type: "stopPlay", port: 1, playback: 2 });
  tick(10);
  assert.deepEqual(heard(), []);
  const { spoken } = engine.at(0);
  assert.equal(spoken.length, 13 * 160);
  assert.ok(spoken.slice(480).every((value) => value < 9000));
});

Deno.test("what pauses can be stopped, and does not go on then", () => {
  const { engine, order, tick, heard } = interrupted();
  order({ type: "stopPlay", port: 1, playback: 1 });
  tick(30);
  assert.deepEqual(heard(), [{
    type: "played",
    port: 1,
    playback: 2,
    error: null,
  }]);
  assert.equal(engine.at(0).spoken.length, 320 + 480);
});

Deno.test("two that play for ever: each goes on behind what was played over it", () => {
  const { engine, order, give, play, tick } = withPort();
  give(1, run(0, 4000));
  give(2, run(9000, 4000));
  give(3, run(20_000, 160));
  play(1, [1], null);
  play(2, [2], null);
  play(3, [3]);
  tick(5);
  const { spoken } = engine.at(0);
  assert.ok(spoken.slice(160 + RISE).every((value) => value >= 9000));
  order({ type: "stopPlay", port: 1, playback: 2 });
  tick(5);
  assert.ok(spoken.slice(5 * 160).every((value) => value < 9000));
});
