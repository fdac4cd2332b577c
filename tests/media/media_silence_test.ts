import assert from "node:assert/strict";
import { PEER, PEER_RTCP, STREAM, withPort } from "./media_stage.ts";

const RTP = Uint8Array.from({ length: 172 }, (_, i) => i === 0 ? 0x80 : 8);
/** RFC 3550 §6.4.2: a receiver report without a block. */
const RTCP = Uint8Array.of(0x80, 201, 0, 1, 0, 0, 0x22, 0x22);
const STRANGER = { address: "203.0.113.66", port: 7000 };
const ON_HOLD = { ...STREAM, direction: "sendonly" } as const;
/** The guard of these tests, in beats of 20 ms. */
const A_SECOND = 50;
/** It is noticed within so many beats more. */
const A_LOOK = 5;

/** A port that is guarded, and how many silences it told of since the last look. */
function guarded(seconds = 1) {
  const on = withPort();
  on.order({ type: "stream", port: 1, stream: STREAM });
  on.order({ type: "guard", port: 1, seconds });
  const silences = () =>
    on.heard().filter(({ type }) => type === "silent").length;
  const bring = (packet: Uint8Array, from = PEER, port = on.rtpPort) =>
    on.datagrams.bring(packet, from, port);
  return { ...on, silences, bring };
}

Deno.test("a second without a packet is told of when it is over, and once", () => {
  const { tick, silences } = guarded();
  tick(A_SECOND - 1);
  assert.equal(silences(), 0);
  tick(1 + A_LOOK);
  assert.equal(silences(), 1);
  tick(10 * A_SECOND);
  assert.equal(silences(), 0);
});

Deno.test("a peer that comes back and falls silent again is told of again", () => {
  const { tick, silences, bring } = guarded();
  tick(2 * A_SECOND);
  assert.equal(silences(), 1);
  bring(RTP);
  tick(A_SECOND - 1);
  assert.equal(silences(), 0);
  tick(1 + A_LOOK);
  assert.equal(silences(), 1);
});

Deno.test("who sends RTCP is there, although no RTP comes", () => {
  const { tick, silences, bring, rtpPort } = guarded();
  for (let n = 0; n < 5; n++) {
    bring(RTCP, PEER_RTCP, rtpPort + 1);
    tick(A_SECOND - 1);
  }
  assert.equal(silences(), 0);
});

Deno.test("what a stranger sends breaks no silence", () => {
  const { tick, silences, bring, rtpPort } = guarded();
  for (let n = 0; n < 5; n++) {
    bring(RTP, STRANGER);
    bring(RTCP, STRANGER, rtpPort + 1);
    tick(10);
  }
  tick(A_LOOK);
  assert.equal(silences(), 1);
});

Deno.test("on hold nothing is to come; afterwards the time begins anew", () => {
  const { order, tick, silences } = guarded();
  tick(A_SECOND - 1);
  for (const stream of [ON_HOLD, { ...STREAM, remote: null }]) {
    order({ type: "stream", port: 1, stream });
    tick(5 * A_SECOND);
  }
  order({ type: "stream", port: 1, stream: STREAM });
  tick(A_SECOND - 1);
  assert.equal(silences(), 0);
  tick(1 + A_LOOK);
  assert.equal(silences(), 1);
});

Deno.test("before the guard, and with one of 0 seconds, any silence is fine", () => {
  const { tick, silences } = guarded(0);
  tick(100 * A_SECOND);
  assert.equal(silences(), 0);
});

Deno.test("a port without a stream is not guarded before it has one", () => {
  const { order, tick, heard } = withPort();
  order({ type: "guard", port: 1, seconds: 1 });
  tick(5 * A_SECOND);
  assert.deepEqual(heard(), []);
});
