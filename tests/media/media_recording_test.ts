import assert from "node:assert/strict";
import { BEEP, recordingIn, run, stage, withPort } from "./media_stage.ts";

Deno.test("a recording crosses in chunks of 200 ms and ends exactly at its length", () => {
  const { record, stopRecord, stored, tick, heard } = withPort();
  record(7, { maxSamples: 4321 });
  tick(9);
  assert.deepEqual(stored, []);
  tick(17);
  assert.deepEqual(heard(), []);
  tick(2);
  assert.deepEqual(heard(), [{ type: "recorded", port: 1, recording: 7 }]);
  const recording = recordingIn(stored, 7);
  assert.deepEqual(recording.samples, run(0, 4321));
  assert.deepEqual([recording.ends, recording.endsLast], [1, true]);
  assert.equal(recording.longest, 1600);
  tick(20);
  stopRecord(7);
  assert.equal(recordingIn(stored, 7).ends, 1);
});

Deno.test("a stop keeps what was heard up to it, and is not reported", () => {
  const { record, stopRecord, stored, tick, heard } = withPort();
  record(7);
  tick(13);
  stopRecord(7);
  const recording = recordingIn(stored, 7);
  assert.deepEqual(recording.samples, run(0, 13 * 160));
  assert.deepEqual([recording.ends, recording.endsLast], [1, true]);
  tick(5);
  assert.deepEqual(heard(), []);
});

Deno.test("a recording at a port or in a mix that is closed has its end at once", () => {
  const { thread, stored } = stage();
  const order = { maxSamples: 8, beep: false };
  thread.obey({ type: "record", port: 3, recording: 7, ...order });
  const mixed = { maxSamples: 8, channels: 1 } as const;
  thread.obey({ type: "recordMix", mix: 3, recording: 8, ...mixed });
  assert.deepEqual(stored, [
    { type: "end", recording: 7 },
    { type: "end", recording: 8 },
  ]);
});

Deno.test("the beep is played first and not recorded", () => {
  const { record, engine, stored, tick } = withPort();
  record(7, { maxSamples: 800, beep: true });
  tick(2);
  assert.equal(engine.at(0).recording, false);
  tick();
  assert.equal(engine.at(0).recording, true);
  assert.deepEqual(engine.at(0).spoken, [...BEEP]);
  tick(5);
  assert.equal(recordingIn(stored, 7).samples.length, 800);
});

Deno.test("a stop during the beep ends it at once with an empty recording", () => {
  const { record, stopRecord, engine, stored, tick, heard } = withPort();
  record(7, { maxSamples: 800, beep: true });
  tick();
  stopRecord(7);
  assert.deepEqual(stored, [{ type: "end", recording: 7 }]);
  tick(20);
  assert.equal(engine.at(0).spoken.length, 160);
  assert.equal(engine.at(0).recording, false);
  assert.deepEqual(heard(), []);
  assert.equal(stored.length, 1);
});

Deno.test("a playback that cuts the beep off lets the recording begin", () => {
  const { play, record, engine, give, tick, heard } = withPort();
  give(1, run(0, 160));
  record(7, { beep: true });
  tick();
  play(1, [1]);
  tick();
  assert.equal(engine.at(0).recording, true);
  assert.deepEqual(heard(), [{
    type: "played",
    port: 1,
    playback: 1,
    error: null,
  }]);
});

Deno.test("a second recording ends the first", () => {
  const { order, record, stopRecord, stored, tick } = withPort();
  record(7);
  tick();
  record(8, { beep: true });
  stopRecord(7);
  tick(5);
  order({ type: "close", port: 1 });
  assert.deepEqual(recordingIn(stored, 7).samples, run(0, 160));
  assert.deepEqual(recordingIn(stored, 8).samples, run(160, 320));
  assert.equal(recordingIn(stored, 7).ends, 1);
  assert.equal(recordingIn(stored, 8).ends, 1);
});

for (
  const [when, ticks] of [
    ["while it beeps", 1],
    ["while it records", 6],
  ] as const
) {
  Deno.test(`closing ${when} ends the recording, and nothing is reported after`, () => {
    const { order, record, stored, tick, heard } = withPort();
    record(7, { beep: true });
    tick(ticks);
    order({ type: "close", port: 1 });
    const recording = recordingIn(stored, 7);
    assert.equal(recording.samples.length, ticks === 1 ? 0 : 3 * 160);
    assert.deepEqual([recording.ends, recording.endsLast], [1, true]);
    assert.deepEqual(heard().map((report) => report.type), ["closed"]);
    tick(30);
    assert.deepEqual(heard(), []);
    assert.equal(recordingIn(stored, 7).ends, 1);
  });
}
