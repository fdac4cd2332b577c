import assert from "node:assert/strict";
import { SILENT } from "../../runtime/base/log.ts";
import type { FromMedia, ToMedia } from "../../runtime/media/messages.ts";
import { WorkerMedia } from "../../runtime/media/worker_media.ts";
import { FakeWorker } from "../support/fake_worker.ts";

const MOST = 2;
const FULL = { fault: "overloaded", message: "No mix is free" };

/** A media thread laid out for two ports, with port 1 open. */
async function started() {
  const worker = new FakeWorker<ToMedia, FromMedia>();
  const keeper = { log: SILENT, crashed: () => {} };
  const { port1, port2 } = new MessageChannel();
  const settings = {
    host: "127.0.0.1",
    ports: { first: 22_300, last: 22_309 },
    maxPorts: MOST,
  };
  const line = { port: port1, bell: new SharedArrayBuffer(4) };
  const starting = new WorkerMedia(worker, keeper).start(settings, line);
  worker.says({ type: "started" });
  const media = await starting;
  port1.close();
  port2.close();
  const opening = media.open({ key: () => {} });
  worker.says({ type: "opened", port: 1, rtpPort: 22_300 });
  const port = await opening;
  worker.orders.length = 0;
  return { worker, media, port };
}

Deno.test("a mix is opened, joined, left and closed by orders", async () => {
  const { worker, media, port } = await started();
  const mix = media.openMix();
  mix.join(port);
  mix.join(port, { talk: false, listenGain: 0.5 });
  mix.leave(port);
  mix.close();
  assert.deepEqual(worker.orders, [
    { type: "openMix", mix: 1 },
    { type: "joinMix", mix: 1, port: 1, part: {} },
    {
      type: "joinMix",
      mix: 1,
      port: 1,
      part: { talk: false, listenGain: 0.5 },
    },
    { type: "leaveMix", mix: 1, port: 1 },
    { type: "closeMix", mix: 1 },
  ]);
});

Deno.test("past the mixes that were laid out one is refused, and free again after a close", async () => {
  const { worker, media } = await started();
  const mixes = [media.openMix(), media.openMix()];
  assert.equal(media.openMixes, MOST);
  assert.throws(() => media.openMix(), FULL);
  mixes[0].close();
  mixes[0].close();
  assert.equal(media.openMixes, MOST - 1);
  media.openMix();
  assert.throws(() => media.openMix(), FULL);
  assert.deepEqual(
    worker.orders.map((order) => "mix" in order && [order.type, order.mix]),
    [["openMix", 1], ["openMix", 2], ["closeMix", 1], ["openMix", 3]],
  );
});

Deno.test("after close nothing is ordered but a recording, whose file has its end", async () => {
  const { worker, media, port } = await started();
  const mix = media.openMix();
  mix.close();
  worker.orders.length = 0;
  mix.join(port);
  mix.leave(port);
  mix.close();
  assert.deepEqual(worker.orders, []);
  mix.record(3, { maxSamples: 8 }, () => {});
  assert.deepEqual(worker.orders, [
    { type: "recordMix", mix: 1, recording: 3, maxSamples: 8, channels: 1 },
  ]);
});

Deno.test("no mix is opened on a thread that does not run, and none is left of one that crashed", async () => {
  const { worker, media } = await started();
  const mix = media.openMix();
  worker.crashes("unreachable executed");
  assert.equal(media.openMixes, 0);
  mix.close();
  assert.equal(media.openMixes, 0);
  const gone = {
    fault: "internal",
    message: "The media thread is not running",
  };
  assert.throws(() => media.openMix(), gone);
});

Deno.test("a playback and a recording of a mix each tell their end once", async () => {
  const { worker, media } = await started();
  const mix = media.openMix();
  worker.orders.length = 0;
  const ends: string[] = [];
  mix.play([1, 2], null, () => ends.push("played"));
  mix.record(3, { maxSamples: 8 }, () => ends.push("full"));
  assert.deepEqual(worker.orders, [
    { type: "playMix", mix: 1, playback: 1, sounds: [1, 2], rounds: null },
    { type: "recordMix", mix: 1, recording: 3, maxSamples: 8, channels: 1 },
  ]);
  for (let i = 0; i < 2; i++) {
    worker.says({ type: "mixRecorded", mix: 1, recording: 3 });
    worker.says({ type: "mixPlayed", mix: 1, playback: 1, error: null });
  }
  assert.deepEqual(ends, ["full", "played"]);
});

Deno.test("the ports of two channels are named in the order", async () => {
  const { worker, media, port } = await started();
  const mix = media.openMix();
  worker.orders.length = 0;
  const full = () => {};
  mix.record(3, { maxSamples: 8, channels: { left: port, right: port } }, full);
  const others = { left: port, right: "others" } as const;
  mix.record(4, { maxSamples: 8, channels: others }, full);
  assert.deepEqual(
    worker.orders.map((order) => "channels" in order && order.channels),
    [{ left: 1, right: 1 }, { left: 1, right: "others" }],
  );
});

Deno.test("what was stopped, or was in a mix that closed, tells no end", async () => {
  const { worker, media } = await started();
  const mix = media.openMix();
  const fail = () => assert.fail("it was stopped");
  const stops = [
    mix.play([1], 1, fail),
    mix.record(3, { maxSamples: 8 }, fail),
  ];
  worker.orders.length = 0;
  for (const stop of [...stops, ...stops]) stop();
  assert.deepEqual(worker.orders, [
    { type: "stopMixPlay", mix: 1, playback: 1 },
    { type: "stopMixRecord", mix: 1, recording: 3 },
  ]);
  worker.says({ type: "mixPlayed", mix: 1, playback: 1, error: null });
  const late = mix.play([1], 1, fail);
  mix.close();
  worker.orders.length = 0;
  late();
  worker.says({ type: "mixPlayed", mix: 1, playback: 2, error: null });
  worker.says({ type: "mixRecorded", mix: 1, recording: 3 });
  assert.deepEqual(worker.orders, []);
});
