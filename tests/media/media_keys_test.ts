import assert from "node:assert/strict";
import { milliseconds } from "../../runtime/base/units.ts";
import { KEY_TIMING } from "../../runtime/media/key_timing.ts";
import { STREAM, withPort } from "./media_stage.ts";

const SEND = { type: "sendKeys", port: 1, timing: KEY_TIMING } as const;

Deno.test("a row of keys of any length is sent, and told when it is out", () => {
  const { order, engine, tick, heard } = withPort();
  const keys = "0123456789".repeat(15);
  order({ ...SEND, sending: 3, keys });
  assert.ok(engine.at(0).keys.length <= 64);
  tick(149);
  assert.deepEqual(heard(), []);
  tick();
  assert.deepEqual(heard(), [{ type: "keysSent", port: 1, sending: 3 }]);
});

Deno.test("keys are as long as asked, all of a long row", () => {
  const { order, engine, tick } = withPort();
  const timing = { toneMs: milliseconds(250), gapMs: milliseconds(40) };
  const keys = "0123456789".repeat(4);
  order({ ...SEND, sending: 3, keys });
  order({ ...SEND, sending: 4, keys, timing });
  tick(40);
  assert.deepEqual(engine.timings, ["800 + 800", "2000 + 320", "2000 + 320"]);
});

Deno.test("keys that are stopped are not reported, nor mistaken for the next", () => {
  const { order, engine, tick, heard } = withPort();
  order({ ...SEND, sending: 3, keys: "123" });
  tick();
  order({ type: "stopKeys", port: 1, sending: 3 });
  assert.equal(engine.at(0).keys, "");
  order({ ...SEND, sending: 4, keys: "45" });
  order({ type: "stopKeys", port: 1, sending: 3 });
  tick(2);
  assert.deepEqual(heard(), [{ type: "keysSent", port: 1, sending: 4 }]);
});

Deno.test("a key is told with how it was heard", () => {
  const { engine, tick, heard } = withPort();
  engine.notice({ type: "key", port: 0, key: "#", source: "event" });
  engine.notice({ type: "key", port: 3, key: "1", source: "tone" });
  tick();
  assert.deepEqual(heard(), [
    { type: "key", port: 1, key: "#", source: "event" },
  ]);
});

Deno.test("RFC 4733 §2.4.1: keys that the peer does not take as events go as tones, in their places", () => {
  const { order, engine, tick, heard } = withPort();
  const telephoneEvent = { send: 96, receive: 101, keys: "0123456789*#" };
  order({ type: "stream", port: 1, stream: { ...STREAM, telephoneEvent } });
  order({ ...SEND, sending: 3, keys: "12aB#D" });
  tick(6);
  assert.deepEqual(engine.given, [
    "12 as agreed",
    "aB as tones",
    "# as agreed",
    "D as tones",
  ]);
  assert.deepEqual(heard(), [{ type: "keysSent", port: 1, sending: 3 }]);
});
