import assert from "node:assert/strict";
import { loadCore } from "../../runtime/core/mod.ts";
import { levelsIn, MeetingRoom } from "./meeting_room.ts";
import { recordingIn } from "./media_stage.ts";

const core = await loadCore();
/** What is played, among those who are heard. */
const PLAYED = 5;
const FRAME = 160;
/** One channel of all that sounds. */
const RECORD = {
  type: "recordMix",
  mix: 1,
  recording: 9,
  channels: 1,
} as const;

/** A mix whose player has a sound of so many frames, and plays it. */
function playing(room: MeetingRoom, frames: number, rounds: number | null) {
  room.give(1, frames);
  room.order({ type: "playMix", mix: 1, playback: 1, sounds: [1], rounds });
}

Deno.test("what a mix plays is heard by all who listen there, over those who talk", () => {
  const room = new MeetingRoom(core);
  room.meet(1, [1, 2]);
  room.meet(2, [3]);
  playing(room, 10, null);
  assert.deepEqual(room.heard(), { 1: [2, PLAYED], 2: [1, PLAYED], 3: [] });
});

Deno.test("a mix tells once that it has played to the end, and is silent then", () => {
  const room = new MeetingRoom(core);
  room.meet(1, [1, 2]);
  room.ended();
  playing(room, 10, 2);
  room.pass(19);
  assert.deepEqual(room.ended(), []);
  assert.deepEqual(room.heard(), { 1: [2], 2: [1] });
  assert.deepEqual(room.ended(), ["mixPlayed 1"]);
});

Deno.test("a mix that is told to stop playing is silent and tells nothing", () => {
  const room = new MeetingRoom(core);
  room.meet(1, [1, 2]);
  room.ended();
  playing(room, 10, null);
  room.order({ type: "stopMixPlay", mix: 1, playback: 7 });
  assert.deepEqual(room.heard()[1], [2, PLAYED], "another playback");
  room.order({ type: "stopMixPlay", mix: 1, playback: 1 });
  assert.deepEqual(room.heard(), { 1: [2], 2: [1] });
  assert.deepEqual(room.ended(), []);
});

Deno.test("what a mix plays for ever may be forgotten just before it is paused, or stopped", () => {
  const room = new MeetingRoom(core);
  room.meet(1, [1, 2]);
  playing(room, 50, null);
  room.pass(10);
  room.thread.take({ type: "forget", sound: 1 });
  room.give(2, 50);
  room.order({ type: "playMix", mix: 1, playback: 2, sounds: [2], rounds: 1 });
  assert.deepEqual(room.heard(), { 1: [2, PLAYED], 2: [1, PLAYED] });
  room.pass(50);
  assert.deepEqual(room.ended(), ["mixPlayed 1"]);
  assert.deepEqual(room.heard(), { 1: [2, PLAYED], 2: [1, PLAYED] });
  room.order({ type: "stopMixPlay", mix: 1, playback: 1 });
  assert.deepEqual(room.heard(), { 1: [2], 2: [1] });
});

Deno.test("a mix plays before anybody is there, and who comes hears the rest", () => {
  const room = new MeetingRoom(core);
  room.meet(1, []);
  playing(room, 50, 2);
  room.pass(50);
  room.meet(2, [1]);
  room.order({ type: "joinMix", mix: 1, port: 1, part: {} });
  assert.deepEqual(room.heard(), { 1: [PLAYED] });
  room.pass(50);
  assert.deepEqual(room.ended(), ["mixPlayed 1"]);
});

Deno.test("nobody there: a mix plays to its end, and then no timer is left", () => {
  const room = new MeetingRoom(core);
  room.meet(1, []);
  assert.equal(room.timers, 0);
  playing(room, 10, 1);
  assert.ok(room.timers > 0);
  room.pass(15);
  assert.deepEqual(room.ended(), ["mixPlayed 1"]);
  assert.equal(room.timers, 0);
});

Deno.test("a mix records all that sounds there, to the sample, and tells it once", () => {
  const room = new MeetingRoom(core);
  room.meet(1, [1, 2]);
  room.pass(15);
  room.ended();
  playing(room, 10, null);
  const maxSamples = 20 * FRAME + 7;
  room.order({ ...RECORD, maxSamples });
  room.pass(25);
  assert.deepEqual(room.ended(), ["mixRecorded 1"]);
  const { samples, ends, endsLast } = recordingIn(room.stored, 9);
  assert.equal(samples.length, maxSamples);
  assert.deepEqual([ends, endsLast], [1, true]);
  const frame = Int16Array.from(samples.slice(10 * FRAME, 11 * FRAME));
  const heard = levelsIn(frame).map((level) => level > 0.5);
  assert.deepEqual(heard, [true, true, false, false, true]);
});

Deno.test("a recording that is stopped ends there, without a report", () => {
  const room = new MeetingRoom(core);
  room.meet(1, [1]);
  room.ended();
  room.order({ ...RECORD, maxSamples: 9e6 });
  room.pass(10);
  room.order({ type: "stopMixRecord", mix: 1, recording: 9 });
  room.pass(10);
  assert.equal(recordingIn(room.stored, 9).samples.length, 10 * FRAME);
  assert.equal(recordingIn(room.stored, 9).ends, 1);
  assert.deepEqual(room.ended(), []);
});

for (const how of ["closeMix", "stop"] as const) {
  Deno.test(`${how}: what a mix plays and records ends, and nothing is told`, () => {
    const room = new MeetingRoom(core);
    room.meet(1, []);
    playing(room, 10, null);
    room.order({ ...RECORD, maxSamples: 9e6 });
    room.pass(10);
    room.order(how === "stop" ? { type: "stop" } : { type: how, mix: 1 });
    const { samples, endsLast } = recordingIn(room.stored, 9);
    assert.equal(samples.length, 10 * FRAME);
    assert.ok(endsLast);
    assert.equal(room.timers, 0);
    assert.deepEqual(room.ended(), []);
  });
}

/** Which tones are in each of the two channels of what was stored. */
function tonesOf(pairs: readonly number[]): number[][] {
  return [0, 1].map((channel) => {
    const voice = pairs.filter((_, n) => n % 2 === channel).slice(-FRAME);
    return levelsIn(Int16Array.from(voice))
      .flatMap((level, i) => level > 0.5 ? [i + 1] : []);
  });
}

for (
  const [right, heard] of [
    [2, [[1, PLAYED], [2, PLAYED]]],
    ["others", [[1, PLAYED], [2, 3, PLAYED]]],
    [4, [[1, PLAYED], [PLAYED]]],
  ] as const
) {
  Deno.test(`in stereo: 1 on the left, ${right} on the right, of 1, 2 and 3`, () => {
    const room = new MeetingRoom(core);
    room.meet(1, [1, 2, 3]);
    room.pass(15);
    room.ended();
    playing(room, 10, null);
    const maxSamples = 25 * FRAME + 7;
    const channels = { left: 1, right };
    room.order({ ...RECORD, maxSamples, channels });
    room.pass(30);
    assert.deepEqual(room.ended(), ["mixRecorded 1"]);
    const { samples, ends, longest } = recordingIn(room.stored, 9);
    assert.equal(samples.length, 2 * maxSamples);
    assert.deepEqual([ends, longest], [1, 2 * 1600]);
    assert.deepEqual(tonesOf(samples.slice(0, 2 * 20 * FRAME)), heard);
  });
}

for (
  const [left, right, heard] of [
    [1, "others", [[PLAYED], [2, 3, 4, PLAYED]]],
    [2, 1, [[2, PLAYED], [PLAYED]]],
  ] as const
) {
  Deno.test(`in stereo, ${left} and ${right}: who comes when 1 has hung up is not in its channel`, () => {
    const room = new MeetingRoom(core);
    room.meet(1, [1, 2, 3]);
    playing(room, 10, null);
    room.order({
      ...RECORD,
      maxSamples: 50 * FRAME,
      channels: { left, right },
    });
    room.pass(5);
    room.close(1);
    room.meet(2, [4]);
    room.order({ type: "joinMix", mix: 1, port: 4, part: {} });
    room.pass(50);
    const { samples } = recordingIn(room.stored, 9);
    assert.deepEqual(tonesOf(samples), heard);
  });
}
