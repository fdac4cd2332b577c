import assert from "node:assert/strict";
import type { MediaToSound } from "../../runtime/media/sound_messages.ts";
import { run as rising, withPort } from "./media_stage.ts";

type Pull = Extract<MediaToSound, { type: "pull" }>;

const SOUND = 1;
/** What comes with the sound, and what is given for each pull. */
const BEGINNING = 4000;
const SEGMENT = 8000;

/** Samples that count up, as far as 16 bits go, and again. */
function run(from: number, count: number): number[] {
  return rising(from, count).map((value) => value % 30_011);
}

function owned(values: readonly number[]): ArrayBuffer {
  return Int16Array.from(values).buffer;
}

/** A port, and a sound thread that has a long sound and answers when told. */
function withLongSound(length = Infinity) {
  const port = withPort();
  const { thread, stored } = port;
  const segments = [owned(run(0, BEGINNING))];
  thread.take({ type: "sound", sound: SOUND, segments, last: false });
  const given: ArrayBuffer[] = [];
  let seen = 0;
  /** What it was asked for since the last look. */
  const pulls = () => {
    const fresh = stored.slice(seen).filter((one) => one.type === "pull");
    seen = stored.length;
    return fresh;
  };
  const answer = ({ reader, from }: Pull) => {
    const count = Math.min(SEGMENT, length - from);
    const segments = count > 0 ? [owned(run(from, count))] : [];
    given.push(...segments);
    const last = from + count >= length;
    thread.take({ type: "part", reader, segments, last });
  };
  /** Answers as long as anything is asked for; gives how often. */
  const serve = () => {
    let answers = 0;
    for (let asked = pulls(); asked.length > 0; asked = pulls()) {
      asked.forEach(answer);
      answers += asked.length;
    }
    return answers;
  };
  /** Ticks, and is served in between. */
  const go = (ticks: number) => {
    for (let n = 0; n < ticks; n++) {
      serve();
      port.tick();
    }
  };
  /** Bytes of what was given that are not given back. */
  const held = () => given.reduce((sum, one) => sum + one.byteLength, 0);
  const left = () => stored.filter(({ type }) => type === "leave").length;
  return { ...port, pulls, answer, serve, go, held, left };
}

Deno.test("a long sound is asked for as it is played, without a gap", () => {
  const { play, go, engine, heard, left } = withLongSound(30_500);
  play(9, [SOUND]);
  go(191);
  assert.deepEqual(engine.at(0).spoken, run(0, 30_500));
  assert.deepEqual(heard(), [
    { type: "played", port: 1, playback: 9, error: null },
  ]);
  assert.equal(left(), 1, "the file can be closed");
});

Deno.test("no more than three seconds and a segment are there ahead of the ear", () => {
  const { play, go, serve } = withLongSound();
  play(9, [SOUND]);
  assert.equal(serve(), 3, "28,000 samples: 3.5 s");
  go(100);
  let asked = 0;
  for (let second = 0; second < 20; second++) {
    go(49);
    asked += serve();
    go(1);
  }
  assert.ok(asked <= 20, "a segment of a second each second");
});

Deno.test("what was heard is given back at once, and all of it when the play is over", () => {
  const { order, play, go, held } = withLongSound();
  play(9, [SOUND]);
  for (let second = 0; second < 20; second++) {
    go(50);
    assert.ok(held() <= 6 * 2 * SEGMENT, `${held()} bytes`);
  }
  order({ type: "stopPlay", port: 1, playback: 9 });
  assert.equal(held(), 0);
});

Deno.test("each asks once, however late the answer is, and then goes on", () => {
  const { play, tick, pulls, answer, engine } = withLongSound();
  play(9, [SOUND]);
  tick(100);
  const asked = pulls();
  assert.equal(asked.length, 1);
  assert.equal(engine.at(0).spoken.length, BEGINNING, "a gap, no repetition");
  answer(asked[0]);
  tick(10);
  assert.deepEqual(engine.at(0).spoken, run(0, BEGINNING + 10 * 160));
});

Deno.test("each round is read anew, from where the beginning ends, without a gap", () => {
  const { play, go, engine, left } = withLongSound(20_000);
  play(9, [SOUND], 3);
  go(375);
  const round = run(0, 20_000);
  assert.deepEqual(engine.at(0).spoken, [...round, ...round, ...round]);
  assert.equal(left(), 3);
});

Deno.test("two ports that play the same long sound do not wait for each other", () => {
  const { order, play, go, engine } = withLongSound(20_000);
  order({ type: "open", port: 2 });
  play(1, [SOUND]);
  go(50);
  order({ type: "play", port: 2, playback: 1, sounds: [SOUND], rounds: 1 });
  go(125);
  for (const port of [0, 1]) {
    assert.deepEqual(engine.at(port).spoken, run(0, 20_000));
  }
});

Deno.test("what is stopped, replaced or hung up on is read no more", () => {
  for (const end of ["stop", "replace", "close"] as const) {
    const { order, play, go, left } = withLongSound();
    play(1, [SOUND]);
    go(50);
    if (end === "stop") order({ type: "stopPlay", port: 1, playback: 1 });
    if (end === "replace") play(2, []);
    if (end === "close") order({ type: "close", port: 1 });
    assert.equal(left(), 1, end);
  }
});

Deno.test("a long sound for ever pauses under another and goes on where it was", () => {
  const { order, give, play, go, engine, left } = withLongSound();
  give(2, run(-500, 480));
  play(1, [SOUND], null);
  go(200);
  play(2, [2]);
  go(3);
  assert.equal(left(), 0, "it is still wanted");
  go(200);
  const { spoken } = engine.at(0);
  const rest = spoken.slice(203 * 160);
  assert.deepEqual(rest.slice(128), run(32_000 + 128, rest.length - 128));
  play(3, [2]);
  order({ type: "stopPlay", port: 1, playback: 1 });
  assert.equal(left(), 1, "stopped while it paused");
});

Deno.test("a sound that breaks in the middle is heard so far, and its play says why", () => {
  const { thread, play, tick, pulls, answer, engine, heard, left } =
    withLongSound();
  play(9, [SOUND, SOUND], 5);
  answer(pulls()[0]);
  const [{ reader }] = pulls();
  thread.take({ type: "broken", reader, error: "cut off" });
  tick(100);
  assert.deepEqual(engine.at(0).spoken, run(0, BEGINNING + SEGMENT));
  assert.deepEqual(heard(), [
    { type: "played", port: 1, playback: 9, error: "cut off" },
  ]);
  assert.equal(left(), 1);
});

Deno.test("one that breaks while it pauses says so when it would go on", () => {
  const { thread, give, play, tick, pulls, heard } = withLongSound();
  give(2, run(-500, 160 * 50));
  play(1, [SOUND], null);
  const [{ reader }] = pulls();
  tick(20);
  thread.take({ type: "broken", reader, error: "cut off" });
  tick(4);
  play(2, [2]);
  tick(60);
  assert.deepEqual(heard(), [
    { type: "played", port: 1, playback: 2, error: null },
    { type: "played", port: 1, playback: 1, error: "cut off" },
  ]);
});

Deno.test("an answer that comes too late means nothing", () => {
  const { thread, order, play, tick, pulls, answer, engine } = withLongSound();
  play(1, [SOUND]);
  const [asked] = pulls();
  order({ type: "stopPlay", port: 1, playback: 1 });
  thread.take({ type: "forget", sound: SOUND });
  answer(asked);
  tick(10);
  assert.deepEqual(engine.at(0).spoken, []);
  assert.deepEqual(pulls(), []);
});
