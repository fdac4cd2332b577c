import assert from "node:assert/strict";
import { milliseconds } from "../../runtime/base/units.ts";
import { CtiError } from "../../runtime/base/fault.ts";
import { SILENT } from "../../runtime/base/log.ts";
import type { FromMedia, ToMedia } from "../../runtime/media/messages.ts";
import type { PortStatistics } from "../../runtime/media/statistics.ts";
import { NO_STATISTICS } from "../../runtime/media/no_statistics.ts";
import { startMedia, WorkerMedia } from "../../runtime/media/worker_media.ts";
import { FakeWorker } from "../support/fake_worker.ts";

const STATISTICS: PortStatistics = {
  ...NO_STATISTICS,
  packetsReceived: 5,
  packetsSent: 6,
  packetsRefused: 1,
  speechLevel: -20,
};
const GONE = {
  name: "CtiError",
  fault: "internal",
  message: "The media thread is not running",
};

function thread() {
  const worker = new FakeWorker<ToMedia, FromMedia>();
  let crashes = 0;
  const media = new WorkerMedia(worker, {
    log: SILENT,
    crashed: () => crashes++,
  });
  return { worker, media, crashes: () => crashes };
}

async function withPort() {
  const on = thread();
  const keys: string[] = [];
  const opening = on.media.open({
    key: (key, source) => void keys.push(`${key} ${source}`),
  });
  on.worker.says({ type: "opened", port: 1, rtpPort: 22_100 });
  const port = await opening;
  on.worker.orders.length = 0;
  return { ...on, port, keys };
}

Deno.test("a port that is opened says its RTP port and is counted", async () => {
  const { media, port } = await withPort();
  assert.equal(port.rtpPort, 22_100);
  assert.equal(media.openPorts, 1);
});

for (
  const [reason, message] of [
    ["full", "No media port is free"],
    ["no free RTP port", "No RTP port is free"],
  ] as const
) {
  Deno.test(`refused for "${reason}" a port is an overload`, async () => {
    const { worker, media } = thread();
    const opening = media.open({ key: () => {} });
    assert.equal(media.openPorts, 1);
    worker.says({ type: "refused", port: 1, reason });
    await assert.rejects(opening, { fault: "overloaded", message });
    assert.equal(media.openPorts, 0);
  });
}

Deno.test("a port's statistics are asked for, and the last ones told by its close", async () => {
  const { worker, port } = await withPort();
  const asked = [port.statistics(), port.statistics(), port.statistics()];
  const count = { type: "count", port: 1 } as const;
  assert.deepEqual(worker.orders, [count, count, count]);
  const sent = [7, 8].map((packetsSent) => ({ ...STATISTICS, packetsSent }));
  for (const statistics of sent) {
    worker.says({ type: "counted", port: 1, statistics });
  }
  const closed = port.close();
  const late = port.statistics();
  worker.says({ type: "closed", port: 1, statistics: STATISTICS });
  assert.deepEqual(await Promise.all(asked), [...sent, STATISTICS]);
  assert.deepEqual(await Promise.all([closed, late]), [STATISTICS, STATISTICS]);
});

Deno.test("a playback, a recording and keys each tell their end once", async () => {
  const { worker, port } = await withPort();
  const ends: string[] = [];
  port.play([1], 1, () => ends.push("played"));
  port.record(2, { maxSamples: 8, beep: true }, () => ends.push("full"));
  const timing = { toneMs: milliseconds(60), gapMs: milliseconds(40) };
  port.sendKeys("12", () => ends.push("sent"), timing);
  assert.deepEqual(worker.orders, [
    { type: "play", port: 1, playback: 1, sounds: [1], rounds: 1 },
    { type: "record", port: 1, recording: 2, maxSamples: 8, beep: true },
    { type: "sendKeys", port: 1, sending: 2, keys: "12", timing },
  ]);
  for (let i = 0; i < 2; i++) {
    worker.says({ type: "recorded", port: 1, recording: 2 });
    worker.says({ type: "keysSent", port: 1, sending: 2 });
    worker.says({ type: "played", port: 1, playback: 1, error: null });
  }
  assert.deepEqual(ends, ["full", "sent", "played"]);
});

Deno.test("what was stopped tells no end, not even one that crosses the stop", async () => {
  const { worker, port } = await withPort();
  const fail = () => assert.fail("it was stopped");
  const stops = [
    port.play([1], null, fail),
    port.record(2, { maxSamples: 8, beep: false }, fail),
    port.sendKeys("12", fail),
  ];
  worker.orders.length = 0;
  for (const stop of [...stops, ...stops]) stop();
  assert.deepEqual(worker.orders, [
    { type: "stopPlay", port: 1, playback: 1 },
    { type: "stopRecord", port: 1, recording: 2 },
    { type: "stopKeys", port: 1, sending: 2 },
  ]);
  worker.says({ type: "played", port: 1, playback: 1, error: null });
  worker.says({ type: "recorded", port: 1, recording: 2 });
  worker.says({ type: "keysSent", port: 1, sending: 2 });
});

Deno.test("after its end a stop is not sent", async () => {
  const { worker, port } = await withPort();
  const stop = port.play([1], 1, () => {});
  worker.says({ type: "played", port: 1, playback: 1, error: null });
  stop();
  assert.deepEqual(worker.orders.map((order) => order.type), ["play"]);
});

Deno.test("keys go to the listener, none after close", async () => {
  const { worker, port, keys } = await withPort();
  worker.says({ type: "key", port: 1, key: "5", source: "event" });
  const closing = port.close();
  worker.says({ type: "key", port: 1, key: "6", source: "tone" });
  worker.says({ type: "closed", port: 1, statistics: STATISTICS });
  await closing;
  assert.deepEqual(keys, ["5 event"]);
});

Deno.test("after close nothing is called and nothing is ordered", async () => {
  const { worker, media, port } = await withPort();
  const fail = () => assert.fail("it is closed");
  const stop = port.play([1], 1, fail);
  worker.orders.length = 0;
  const closing = port.close();
  assert.equal(port.close(), closing);
  stop();
  port.play([1], 1, fail);
  port.sendKeys("1", fail);
  assert.deepEqual(worker.orders, [{ type: "close", port: 1 }]);
  assert.equal(media.openPorts, 1);
  worker.says({ type: "played", port: 1, playback: 1, error: null });
  worker.says({ type: "closed", port: 1, statistics: STATISTICS });
  assert.deepEqual(await closing, STATISTICS);
  assert.equal(media.openPorts, 0);
});

Deno.test("a thread that crashes leaves nobody waiting, and is told once", async () => {
  const { worker, media, port, crashes } = await withPort();
  port.play([1], 1, () => assert.fail("it never ended"));
  const waiting = [
    assert.rejects(media.open({ key: () => {} }), GONE),
    assert.rejects(media.health(), GONE),
  ];
  const closing = port.close();
  worker.crashes("unreachable executed");
  worker.crashes("again");
  await Promise.all(waiting);
  assert.equal((await closing).packetsSent, 0);
  await assert.rejects(media.open({ key: () => {} }), GONE);
  await assert.rejects(media.health(), GONE);
  assert.equal(media.openPorts, 0);
  assert.equal(crashes(), 1);
  assert.ok(worker.terminated);
  await media.close();
});

Deno.test("closing waits until the thread has stopped", async () => {
  const { worker, media, port, crashes } = await withPort();
  const closing = media.close();
  assert.deepEqual(worker.lastOrder, { type: "stop" });
  assert.equal(media.close(), closing);
  await assert.rejects(media.open({ key: () => {} }), CtiError);
  worker.says({ type: "closed", port: 1, statistics: STATISTICS });
  worker.says({ type: "stopped" });
  await closing;
  assert.ok(worker.terminated);
  assert.deepEqual(await port.close(), STATISTICS);
  assert.equal(crashes(), 0);
});

Deno.test("an address that is not ours is a fault of the start", async () => {
  const { port1, port2 } = new MessageChannel();
  const line = { port: port1, bell: new SharedArrayBuffer(4) };
  const settings = {
    host: "192.0.2.250",
    ports: { first: 22_200, last: 22_209 },
    maxPorts: 1,
  };
  const options = { log: SILENT, crashed: () => {} };
  await assert.rejects(startMedia(settings, line, options), GONE);
  port2.close();
});
