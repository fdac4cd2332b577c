import assert from "node:assert/strict";
import { KEY_TIMING } from "../../runtime/media/key_timing.ts";
import { recordingIn, stage, STREAM, withPort } from "./media_stage.ts";

Deno.test("a port is opened on an even UDP port and closed with its counts", () => {
  const { thread, datagrams, engine, heard } = stage();
  thread.obey({ type: "open", port: 5 });
  const [opened] = heard();
  assert.ok(opened.type === "opened" && opened.port === 5);
  assert.equal(opened.rtpPort % 2, 0);
  assert.equal(engine.open.size, 1);
  thread.obey({ type: "close", port: 5 });
  const [closed] = heard();
  assert.ok(closed.type === "closed" && closed.port === 5);
  assert.equal(datagrams.openSockets, 0);
  assert.equal(engine.open.size, 0);
});

Deno.test("past what was laid out a port is refused, and free again after a close", () => {
  const { thread, heard } = stage({ ports: 2 });
  for (const port of [1, 2, 3]) thread.obey({ type: "open", port });
  assert.deepEqual(heard().at(-1), {
    type: "refused",
    port: 3,
    reason: "full",
  });
  thread.obey({ type: "close", port: 1 });
  thread.obey({ type: "open", port: 4 });
  assert.equal(heard().at(-1)?.type, "opened");
});

Deno.test("without a free UDP port a port is refused, and its place stays free", () => {
  const { thread, datagrams, heard } = stage({ ports: 1, last: 22_003 });
  datagrams.taken.add(22_000).add(22_002);
  thread.obey({ type: "open", port: 1 });
  assert.deepEqual(heard(), [
    { type: "refused", port: 1, reason: "no free RTP port" },
  ]);
  datagrams.taken.clear();
  thread.obey({ type: "open", port: 2 });
  assert.equal(heard()[0].type, "opened");
});

Deno.test("RFC 3550 §11: a pair of which either port is taken is not used", () => {
  const { thread, datagrams, heard } = stage({ last: 22_003 });
  datagrams.taken.add(22_001).add(22_002);
  thread.obey({ type: "open", port: 1 });
  assert.equal(heard()[0].type, "refused");
  assert.equal(datagrams.openSockets, 0);
  datagrams.taken.delete(22_001);
  thread.obey({ type: "open", port: 2 });
  assert.deepEqual(heard(), [{ type: "opened", port: 2, rtpPort: 22_000 }]);
  assert.equal(datagrams.openSockets, 2);
});

Deno.test("orders to a port that is closed mean nothing", () => {
  const { order, tick, heard } = withPort();
  order({ type: "close", port: 1 });
  heard();
  order({ type: "close", port: 1 });
  order({ type: "stream", port: 1, stream: STREAM });
  order({ type: "play", port: 1, playback: 1, sounds: [], rounds: 1 });
  order({ type: "record", port: 1, recording: 1, maxSamples: 9, beep: true });
  order({ type: "stopRecord", port: 1, recording: 1 });
  const timing = KEY_TIMING;
  order({ type: "sendKeys", port: 1, sending: 1, keys: "1", timing });
  tick(5);
  assert.deepEqual(heard(), []);
});

Deno.test("health is told since the last time it was asked", () => {
  const { thread, tick, heard } = withPort();
  tick(50);
  thread.obey({ type: "watch" });
  tick(10);
  thread.obey({ type: "watch" });
  const healths = heard().map((r) => r.type === "health" && r.health);
  assert.deepEqual(
    healths,
    [[50, 50], [10, 60]].map(([ticks, beats]) => ({
      openPorts: 1,
      ticks,
      skipped: 0,
      latenessP50: 0,
      latenessP99: 0,
      latenessP999: 0,
      latenessMax: 0,
      busy: 0,
      totals: { beats, late: 0, skipped: 0, overBudget: 0 },
      io: "deno",
      errors: {},
    })),
  );
});

Deno.test("stop closes all ports, ends all recordings and the heartbeat", () => {
  const { thread, clock, datagrams, stored, tick, heard } = stage();
  for (const port of [1, 2, 3]) thread.obey({ type: "open", port });
  thread.obey({
    type: "record",
    port: 2,
    recording: 5,
    maxSamples: 9e6,
    beep: false,
  });
  tick(3);
  heard();
  thread.obey({ type: "stop" });
  assert.deepEqual(
    heard().map((report) => report.type),
    ["closed", "closed", "closed", "stopped"],
  );
  assert.equal(recordingIn(stored, 5).samples.length, 480);
  assert.equal(datagrams.openSockets, 0);
  assert.equal(clock.pending, 0);
});
