import assert from "node:assert/strict";
import { SeededChance } from "../../runtime/base/chance.ts";
import { milliseconds } from "../../runtime/base/units.ts";
import { parseRtcp, type RtcpPacket } from "../../runtime/rtp/rtcp.ts";
import { LEAST_INTERVAL } from "../../runtime/rtp/report_interval.ts";
import { PEER, PEER_RTCP, STREAM, withPort } from "./media_stage.ts";

const TICKS = LEAST_INTERVAL * 2 / 20;
const OURS = 0;
const MUX = { ...STREAM, rtcp: { mux: true, remote: PEER } };
const STRANGER = { address: "203.0.113.66", port: PEER_RTCP.port };

/** A receiver report of one block about our stream. */
function receiverReport(about = OURS): Uint8Array {
  const bytes = new Uint8Array(32);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x81c90007);
  view.setUint32(4, 0x2222);
  view.setUint32(8, about);
  view.setUint32(12, 64 << 24 | 25);
  view.setUint32(20, 80);
  return bytes;
}

/** A port that has a stream, what it says by RTCP, and its counts. */
function withStream(stream = STREAM) {
  const on = withPort();
  const { order, datagrams, rtpPort, heard } = on;
  order({ type: "stream", port: 1, stream });
  const isRtcp = (bytes: Uint8Array) => bytes.length > 1;
  const reports = () => datagrams.sent.filter(({ bytes }) => isRtcp(bytes));
  const count = () => {
    order({ type: "count", port: 1 });
    const counted = heard().at(-1);
    assert.ok(counted?.type === "counted");
    return counted.statistics;
  };
  const rtcpPort = stream.rtcp.mux ? rtpPort : rtpPort + 1;
  return { ...on, reports, count, rtcpPort };
}

function typesIn(bytes: Uint8Array): RtcpPacket["type"][] {
  const packets = parseRtcp(bytes);
  assert.ok(typeof packets !== "string", `${packets}`);
  return packets.map(({ type }) => type);
}

Deno.test("RFC 3550 §11: reports leave from the odd port to the peer's", () => {
  const { tick, reports, rtpPort, count } = withStream();
  tick(TICKS);
  assert.ok(reports().length >= 2, `${reports().length} reports`);
  for (const { from, to } of reports()) {
    assert.equal(from, rtpPort + 1);
    assert.deepEqual(to, PEER_RTCP);
  }
  assert.equal(count().rtcpSent, reports().length);
});

Deno.test("before an SDP exchange nothing is reported", () => {
  const { tick, datagrams } = withPort();
  tick(TICKS);
  assert.deepEqual(datagrams.sent, []);
});

Deno.test("RFC 3264 §8.4: reports go on while on hold, but not to 0.0.0.0", () => {
  const { order, tick, reports } = withStream({
    ...STREAM,
    direction: "inactive",
  });
  tick(TICKS);
  const before = reports().length;
  assert.ok(before >= 2);
  const nowhere = { remote: null, rtcp: { mux: false, remote: null } };
  order({ type: "stream", port: 1, stream: { ...STREAM, ...nowhere } });
  tick(TICKS);
  assert.equal(reports().length, before);
});

Deno.test("RFC 5761 §4: with rtcp-mux both go to one port and come to one", () => {
  const { tick, reports, rtpPort, engine, datagrams, count } = withStream(MUX);
  tick(TICKS);
  assert.ok(reports().length >= 2);
  for (const { from, to } of reports()) {
    assert.equal(from, rtpPort);
    assert.deepEqual(to, PEER);
  }
  datagrams.bring(receiverReport(), PEER, rtpPort);
  datagrams.bring(Uint8Array.of(0x80, 8), PEER, rtpPort);
  tick();
  assert.equal(count().rtcpReceived, 1);
  assert.equal(engine.at(0).received.length, 1);
});

Deno.test("without rtcp-mux RTCP on the port of RTP is left to the core to refuse", () => {
  const { tick, rtpPort, engine, datagrams, count } = withStream();
  datagrams.bring(receiverReport(), PEER, rtpPort);
  tick();
  assert.equal(count().rtcpReceived, 0);
  assert.equal(engine.at(0).received.length, 1);
});

for (
  const [stream, from] of [[STREAM, PEER_RTCP], [MUX, PEER]] as const
) {
  const how = stream.rtcp.mux ? "on one port" : "on its own port";
  Deno.test(`the peer's report tells its loss and jitter of our stream, ${how}`, () => {
    const { tick, datagrams, rtcpPort, count } = withStream(stream);
    assert.equal(count().remoteLost, null);
    datagrams.bring(receiverReport(), from, rtcpPort);
    tick();
    const statistics = count();
    assert.equal(statistics.remoteLost, 25);
    assert.equal(statistics.remoteFractionLost, 0.25);
    assert.equal(statistics.remoteJitterMs, 10);
    assert.equal(statistics.roundTripMs, null);
    assert.equal(statistics.rtcpReceived, 1);
  });

  Deno.test(`RFC 7587 §4.1: of Opus it tells them in 48 kHz, ${how}`, () => {
    const opus = { ...stream, codec: "opus" } as const;
    const { tick, datagrams, rtcpPort, count } = withStream(opus);
    datagrams.bring(receiverReport(), from, rtcpPort);
    tick();
    assert.equal(count().remoteJitterMs, 80 / 48);
  });

  Deno.test(`reports of strangers and what is malformed are refused and counted, ${how}`, () => {
    const { tick, datagrams, rtcpPort, count } = withStream(stream);
    datagrams.bring(receiverReport(), STRANGER, rtcpPort);
    datagrams.bring(receiverReport().subarray(0, 28), from, rtcpPort);
    tick();
    const { rtcpReceived, rtcpRefused, remoteLost } = count();
    assert.deepEqual([rtcpReceived, rtcpRefused, remoteLost], [0, 2, null]);
  });

  Deno.test(`RFC 3550 §6.6: a goodbye received ends nothing, ${how}`, () => {
    const { tick, datagrams, rtcpPort, count, engine } = withStream(stream);
    const goodbye = Uint8Array.of(0x81, 203, 0, 1, 0, 0, 0x22, 0x22);
    datagrams.bring(goodbye, from, rtcpPort);
    tick(2);
    assert.equal(count().rtcpReceived, 1);
    assert.equal(engine.at(0).stream?.sending, true);
    assert.equal(datagrams.sent.length, 2, "RTP goes on");
  });
}

Deno.test("another port of the peer's host is believed when it knows the stream's SSRC", () => {
  const { tick, datagrams, rtcpPort, engine, count } = withStream();
  const from = { ...PEER_RTCP, port: 50_000 };
  datagrams.bring(receiverReport(), from, rtcpPort);
  tick();
  assert.equal(count().rtcpRefused, 1);
  engine.at(0).remoteSsrc = 0x2222;
  datagrams.bring(receiverReport(), from, rtcpPort);
  tick();
  assert.equal(count().rtcpReceived, 1);
});

Deno.test("RFC 3550 §6.3.7: a port that has said something says goodbye", () => {
  const { order, tick, reports, heard } = withStream();
  tick(TICKS);
  const before = reports().length;
  order({ type: "close", port: 1 });
  assert.equal(reports().length, before + 1);
  assert.deepEqual(typesIn(reports()[before].bytes), ["receiverReport", "bye"]);
  const [closed] = heard();
  assert.ok(closed.type === "closed");
  assert.equal(closed.statistics.rtcpSent, before + 1);
});

Deno.test("RFC 7160 §4.1: who goes over to another clock says goodbye before, and only then", () => {
  const { tick, reports, order, engine } = withStream();
  engine.at(0).packetsSent = 1000;
  tick(TICKS);
  const before = reports().length;
  const ptime = milliseconds(40);
  order({ type: "stream", port: 1, stream: { ...STREAM, ptime } });
  assert.equal(reports().length, before);
  const opus = { ...STREAM, codec: "opus" } as const;
  order({ type: "stream", port: 1, stream: opus });
  const [farewell, ...more] = reports().slice(before);
  assert.ok(typesIn(farewell.bytes).includes("bye"));
  assert.deepEqual(more, []);
});

Deno.test("RFC 7160 §4.1: who has sent no RTP goes on as who it was", () => {
  const { tick, reports, order, engine } = withStream();
  engine.at(0).packetsSent = 0;
  tick(TICKS);
  const before = reports().length;
  assert.ok(before > 0);
  const opus = { ...STREAM, codec: "opus" } as const;
  order({ type: "stream", port: 1, stream: opus });
  assert.equal(reports().length, before);
});

Deno.test("RFC 3550 §6.3.7: who has said nothing says no goodbye", () => {
  const { order, reports } = withStream();
  order({ type: "close", port: 1 });
  assert.deepEqual(reports(), []);
});

Deno.test("RFC 3550 §6.4.1: the RTP time of a goodbye is that of its instant", () => {
  const { order, tick, clock, reports, engine } = withStream();
  tick(TICKS);
  engine.at(0).packetsSent = 1000;
  clock.wind(15);
  order({ type: "close", port: 1 });
  const { bytes } = reports()[reports().length - 1];
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  assert.equal(view.getUint8(1), 200);
  assert.equal(view.getUint32(16), 15 * 8);
});

Deno.test("10,000 datagrams of chance from the peer's own ports end nothing", () => {
  const { tick, datagrams, rtpPort, engine, count } = withStream(MUX);
  const chance = new SeededChance(2);
  for (let n = 0; n < 10_000; n++) {
    const bytes = Uint8Array.from(
      { length: chance.integer(80) },
      () => chance.integer(256),
    );
    const count = chance.integer(4);
    const words = (bytes.length >> 2) - 1;
    const head = [0x80 | count, 192 + chance.integer(32), 0, words & 0xff];
    bytes.set(head.slice(0, bytes.length));
    datagrams.bring(bytes, PEER, rtpPort + n % 2);
  }
  tick();
  const { rtcpReceived, rtcpRefused } = count();
  const short = engine.at(0).received.length;
  assert.equal(rtcpReceived + rtcpRefused + short, 10_000);
  assert.ok(rtcpReceived > 1000 && rtcpRefused > 1000);
  assert.equal(engine.at(0).stream?.sending, true);
});
