import assert from "node:assert/strict";
import { SILENT } from "../../runtime/base/log.ts";
import type { FromSound, ToSound } from "../../runtime/media/sound_messages.ts";
import type { Synthesizer } from "../../runtime/sound/speech/synthesizer.ts";
import { WorkerSound } from "../../runtime/sound/worker_sound.ts";
import { FakeWorker } from "../support/fake_worker.ts";

const GONE = {
  name: "CtiError",
  fault: "internal",
  message: "The sound thread is not running",
};

const WORDS = { text: "您好", language: "zh-CN", voice: "cmn" } as const;

/** @param speak what speaks texts */
function thread(speak: Synthesizer["speak"] = () => Promise.reject("mute")) {
  let quiet = false;
  const worker = new FakeWorker<ToSound, FromSound>();
  let crashes = 0;
  const sound = new WorkerSound(
    worker,
    {
      log: SILENT,
      crashed: () => crashes++,
    },
    { check: () => {} },
    { speak, close: () => quiet = true },
  );
  return { worker, sound, crashes: () => crashes, quiet: () => quiet };
}

Deno.test("a sound is loaded and released once", async () => {
  const { worker, sound } = thread();
  const loading = sound.load("a.wav");
  assert.deepEqual(worker.lastOrder, { type: "load", sound: 1, path: "a.wav" });
  worker.says({ type: "loaded", sound: 1, samples: 80 });
  const loaded = await loading;
  assert.deepEqual([loaded.id, loaded.samples], [1, 80]);
  loaded.release();
  loaded.release();
  assert.deepEqual(worker.orders.slice(1), [{ type: "unload", sound: 1 }]);
});

Deno.test("what is not loaded is the fault that was told", async () => {
  const { worker, sound } = thread();
  const loading = sound.load("a.wav");
  const missing = { fault: "badParams", error: "No such sound file" } as const;
  worker.says({ type: "notLoaded", sound: 1, ...missing });
  await assert.rejects(loading, {
    fault: "badParams",
    message: "No such sound file",
  });
});

Deno.test("a recording resolves when its file is complete", async () => {
  const { worker, sound } = thread();
  const recording = sound.create("b.wav", "pcmu");
  assert.deepEqual(worker.lastOrder, {
    type: "create",
    recording: 1,
    path: "b.wav",
    format: "pcmu",
    channels: 1,
    maxSilence: null,
  });
  const outcome = { samples: 3, bytes: 62, error: "No space left" };
  worker.says({ type: "finished", recording: 1, ...outcome });
  assert.deepEqual(await recording.finished, outcome);
});

Deno.test("silence is told to who asked for it, until the recording is over", async () => {
  const { worker, sound } = thread();
  let silences = 0;
  const silence = { samples: 800, reached: () => silences++ };
  const { finished } = sound.create("b.wav", "pcma", { channels: 2, silence });
  assert.deepEqual(worker.lastOrder, {
    type: "create",
    recording: 1,
    path: "b.wav",
    format: "pcma",
    channels: 2,
    maxSilence: 800,
  });
  worker.says({ type: "silent", recording: 1 });
  assert.equal(silences, 1);
  const outcome = { samples: 3, bytes: 62, error: null };
  worker.says({ type: "finished", recording: 1, ...outcome });
  await finished;
  worker.says({ type: "silent", recording: 1 });
  assert.equal(silences, 1);
});

Deno.test("a thread that crashes leaves nobody waiting, and is told once", async () => {
  const { worker, sound, crashes } = thread();
  const recording = sound.create("b.wav", "pcma");
  const waiting = assert.rejects(sound.load("a.wav"), GONE);
  worker.crashes("out of memory");
  worker.crashes("again");
  await waiting;
  const lost = { samples: 0, bytes: 0, error: GONE.message };
  assert.deepEqual(await recording.finished, lost);
  await assert.rejects(sound.load("a.wav"), GONE);
  assert.deepEqual(await sound.create("c.wav", "pcma").finished, lost);
  assert.equal(crashes(), 1);
  await sound.close();
});

Deno.test("closing waits until all files are complete", async () => {
  const { worker, sound } = thread();
  const recording = sound.create("b.wav", "pcma");
  const closing = sound.close();
  assert.deepEqual(worker.lastOrder, { type: "stop" });
  worker.says({
    type: "finished",
    recording: 1,
    samples: 8,
    bytes: 66,
    error: null,
  });
  worker.says({ type: "stopped" });
  await closing;
  assert.equal((await recording.finished).samples, 8);
  assert.ok(worker.terminated);
});

Deno.test("a text is said instead of a file loaded", async () => {
  const { worker, sound } = thread();
  const item = { read: "digits", text: "007" } as const;
  const loading = sound.load(item);
  assert.deepEqual(worker.lastOrder, { type: "say", sound: 1, item });
  worker.says({ type: "loaded", sound: 1, samples: 80 });
  assert.equal((await loading).samples, 80);
});

Deno.test("what the thread wants spoken is spoken here, or why not is told", async () => {
  const file = Uint8Array.of(1, 2);
  const { worker, quiet } = thread(({ voice, text }) =>
    text === "x"
      ? Promise.reject(new Error(`no ${voice}`))
      : Promise.resolve(file)
  );
  worker.says({ type: "speak", speaking: 7, words: WORDS });
  worker.says({ type: "speak", speaking: 8, words: { ...WORDS, text: "x" } });
  for (let turn = 0; turn < 5; turn++) await null;
  assert.deepEqual(worker.orders, [
    { type: "spoken", speaking: 7, file },
    { type: "notSpoken", speaking: 8, error: "no cmn" },
  ]);
  assert.equal(quiet(), false);
  worker.crashes("out of memory");
  assert.equal(quiet(), true);
});
