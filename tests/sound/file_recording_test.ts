import assert from "node:assert/strict";
import { FileRecording } from "../../runtime/sound/file_recording.ts";
import { FakeSound } from "../support/fake_sound.ts";

const FILE = { path: "talk.wav", format: "pcma" } as const;

/** A recording, and what was begun and ended of it. */
function record(sound: FakeSound, path: string = FILE.path) {
  const deeds: string[] = [];
  const recording = new FileRecording(sound, { ...FILE, path }, (id) => {
    deeds.push("begin");
    return () => {
      deeds.push("end");
      sound.recording(id).end();
    };
  });
  return { recording, deeds };
}

Deno.test("a recording begins when its file is there, and finishes after its end", async () => {
  const sound = new FakeSound();
  sound.creating.shut();
  const { recording, deeds } = record(sound);
  assert.deepEqual(deeds, []);
  sound.creating.open();
  while (deeds.length === 0) await null;
  recording.stop();
  recording.stop();
  assert.deepEqual(deeds, ["begin", "end"]);
  assert.equal((await recording.finished).error, null);
});

Deno.test("a recording that ends before its file is there is never begun; the file is completed", async () => {
  const sound = new FakeSound();
  sound.creating.shut();
  const { recording, deeds } = record(sound);
  recording.stop();
  sound.creating.open();
  assert.equal((await recording.finished).error, null);
  assert.deepEqual(deeds, []);
  assert.equal(sound.recordings[0].isFinished, true);
});

Deno.test("a file that cannot be created is one of which nothing is written", async () => {
  const { recording, deeds } = record(new FakeSound(), "forbidden.wav");
  const { samples, bytes, error } = await recording.finished;
  assert.deepEqual([samples, bytes], [0, 0]);
  assert.match(String(error), /Forbidden path/);
  assert.deepEqual(deeds, []);
});

Deno.test("nothing is gathered any more for a file that has failed", async () => {
  const sound = new FakeSound();
  const { recording, deeds } = record(sound);
  while (deeds.length === 0) await null;
  sound.recordings[0].fail("No space left on device");
  assert.match(String((await recording.finished).error), /No space/);
  assert.deepEqual(deeds, ["begin", "end"]);
});
