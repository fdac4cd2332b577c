import assert from "node:assert/strict";
import { rtp } from "../core/support/rtp.ts";
import { milliseconds } from "../../runtime/base/units.ts";
import { PEER, STREAM, withPort } from "./media_stage.ts";

Deno.test("RTP goes where the SDP says, and only while it says so", () => {
  const { order, datagrams, engine, tick } = withPort();
  tick();
  assert.equal(datagrams.sent.length, 0);
  order({ type: "stream", port: 1, stream: STREAM });
  tick();
  assert.deepEqual(datagrams.sent.map((sent) => sent.to), [PEER]);
  for (
    const hold of [
      { ...STREAM, direction: "recvonly" },
      { ...STREAM, remote: null },
    ] as const
  ) {
    order({ type: "stream", port: 1, stream: hold });
    assert.equal(engine.at(0).stream?.sending, false);
    tick();
  }
  assert.equal(datagrams.sent.length, 1);
});

Deno.test("however an SDP writes an IPv6 address, it is the peer's", () => {
  const { order, rtpPort, datagrams, engine, tick } = withPort();
  const remote = { address: "2001:DB8:0:0::0007", port: 7000 };
  order({ type: "stream", port: 1, stream: { ...STREAM, remote } });
  const from = { address: "2001:db8::7", port: 7000 };
  datagrams.bring(Uint8Array.of(1), from, rtpPort);
  tick();
  assert.equal(engine.at(0).received.length, 1);
  assert.deepEqual(datagrams.sent[0].to, from);
});

for (
  const [ptime, packetSamples] of [
    [10, 80],
    [20, 160],
    [30, 240],
    [60, 480],
    [200, 480],
    [1, 80],
    [25, 240],
  ]
) {
  Deno.test(`a ptime of ${ptime} ms makes packets of ${packetSamples} samples`, () => {
    const { order, engine } = withPort();
    const stream = { ...STREAM, ptime: milliseconds(ptime) };
    order({ type: "stream", port: 1, stream });
    assert.equal(engine.at(0).stream?.packetSamples, packetSamples);
  });
}

for (const [rtpSource, learnt] of [["learn", 47], ["strict", 0]] as const) {
  Deno.test(`of a telephone behind a NAT ${learnt} of 50 packets are taken: ${rtpSource}`, () => {
    const { order, rtpPort, datagrams, engine, tick } = withPort({ rtpSource });
    const signalledFrom = "198.51.100.7";
    const stream = { ...STREAM, signalledFrom };
    order({ type: "stream", port: 1, stream });
    for (let sequence = 0; sequence < 50; sequence++) {
      const payload = new Uint8Array(160);
      const packet = rtp({
        payloadType: 8,
        sequence,
        timestamp: 160 * sequence,
        ssrc: 1,
        payload,
      });
      const from = { address: signalledFrom, port: 7001 };
      datagrams.bring(packet, from, rtpPort);
      tick();
    }
    assert.equal(engine.at(0).received.length, learnt);
  });
}

Deno.test("only the peer's packets reach the engine; strangers are counted", () => {
  const { order, rtpPort, datagrams, engine, tick, heard } = withPort();
  datagrams.bring(Uint8Array.of(0), PEER, rtpPort);
  tick();
  assert.equal(engine.at(0).received.length, 0, "no stream yet");
  order({ type: "stream", port: 1, stream: STREAM });
  datagrams.bring(Uint8Array.of(1), PEER, rtpPort);
  datagrams.bring(Uint8Array.of(2), { ...PEER, port: 7001 }, rtpPort);
  tick();
  assert.deepEqual(engine.at(0).received, [Uint8Array.of(1)]);
  order({ type: "close", port: 1 });
  const closed = heard().at(-1);
  assert.ok(closed?.type === "closed");
  assert.equal(closed.statistics.packetsRefused, 2);
  assert.equal(closed.statistics.packetsReceived, 1);
});

Deno.test("the socket is connected to a settled peer, and freed by the next SDP", () => {
  const { order, rtpPort, datagrams, tick } = withPort();
  order({ type: "stream", port: 1, stream: STREAM });
  tick();
  assert.equal(datagrams.peers.get(rtpPort) ?? null, null);
  datagrams.bring(Uint8Array.of(1), PEER, rtpPort);
  tick();
  assert.deepEqual(datagrams.peers.get(rtpPort), PEER);
  const remote = { ...PEER, port: 7002 };
  order({ type: "stream", port: 1, stream: { ...STREAM, remote } });
  assert.equal(datagrams.peers.get(rtpPort), null);
});

Deno.test("the first RTP of the peer is told of, once, and no stranger's", () => {
  const { order, rtpPort, datagrams, tick, heard } = withPort();
  const speaking = () => heard().filter(({ type }) => type === "speaks").length;
  datagrams.bring(Uint8Array.of(0), PEER, rtpPort);
  tick();
  order({ type: "stream", port: 1, stream: STREAM });
  datagrams.bring(Uint8Array.of(2), { ...PEER, port: 7001 }, rtpPort);
  tick();
  assert.equal(speaking(), 0);
  for (let packet = 1; packet < 4; packet++) {
    datagrams.bring(Uint8Array.of(packet), PEER, rtpPort);
    tick();
  }
  assert.equal(speaking(), 1);
});
