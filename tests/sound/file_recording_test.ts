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

Deno.test("a recording begins at once, before its file is there, and finishes behind its end", async () => {
  const sound = new FakeSound();
  sound.creating.shut();
  const { recording, deeds } = record(sound);
  assert.deepEqual(deeds, ["begin"]);
  recording.stop();
  assert.deepEqual(deeds, ["begin", "end"]);
  assert.equal(sound.recordings[0].isFinished, false);
  sound.creating.open();
  assert.equal((await recording.finished).error, null);
  assert.equal(sound.recordings[0].isFinished, true);
});

for (
  const [what, path] of [
    ["that cannot be created", "forbidden.wav"],
    ["that has failed", FILE.path],
  ] as const
) {
  Deno.test(`nothing is gathered any more for a file ${what}`, async () => {
    const sound = new FakeSound();
    const { recording, deeds } = record(sound, path);
    sound.recordings[0].fail("No space left on device");
    const { error } = await recording.finished;
    assert.match(String(error), /Forbidden path|No space/);
    assert.deepEqual(deeds, ["begin", "end"]);
  });
}
