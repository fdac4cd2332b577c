import assert from "node:assert/strict";
import { SeededChance } from "../../runtime/base/chance.ts";
import { HandClock } from "../../runtime/base/hand_clock.ts";
import { loadCore, type SrtpKeys } from "../../runtime/core/mod.ts";
import { MediaThread } from "../../runtime/media/media_thread.ts";
import type { ToMedia } from "../../runtime/media/messages.ts";
import type { PortStatistics } from "../../runtime/media/statistics.ts";
import type { SocketAddress } from "../../runtime/net/datagram.ts";
import { LEAST_INTERVAL } from "../../runtime/rtp/report_interval.ts";
import { isRtcp, parseRtcp } from "../../runtime/rtp/rtcp.ts";
import type { RtpStream } from "../../runtime/sdp/stream.ts";
import { PlainSrtp } from "../core/support/plain_srtp.ts";
import { readRtp, rtp } from "../core/support/rtp.ts";
import { FakeDatagrams } from "../support/fake_datagrams.ts";
import { PEER, PEER_RTCP, STREAM as PLAIN } from "./media_stage.ts";

const core = await loadCore();
const RTP_PORT = 22_000;
const SSRC = 0xcafe;
/** Behind a NAT: another port of the host that the SDP names. */
const MOVED = { ...PEER, port: 41_000 };
const STRANGER = { address: PEER.address, port: 40_000 };

const KEYS: SrtpKeys = {
  send: keyOf(1),
  receive: keyOf(2),
};
const STREAM: RtpStream = { ...PLAIN, srtp: KEYS };
const OURS = new PlainSrtp(KEYS.send.octets);
const THEIRS = new PlainSrtp(KEYS.receive.octets);

function keyOf(seed: number): SrtpKeys["send"] {
  const octets = Uint8Array.from({ length: 30 }, (_, n) => 9 * n + seed);
  return { suite: "AES_CM_128_HMAC_SHA1_80", octets, nameOctets: 0 };
}

/** A port of the real core between sockets of the test's, its keys agreed. */
function withKeys(stream = STREAM) {
  const clock = new HandClock();
  const datagrams = new FakeDatagrams();
  const counted: PortStatistics[] = [];
  const thread = new MediaThread({
    settings: {
      host: "127.0.0.1",
      ports: { first: RTP_PORT, last: RTP_PORT + 1 },
      maxPorts: 1,
    },
    engine: core.engine({ ports: 1, mixes: 1 }),
    clock,
    chance: new SeededChance(8),
    datagrams,
    beep: new Int16Array(),
    report: (message) => {
      if (message.type === "counted") counted.push(message.statistics);
    },
    store: () => {},
  });
  const order = (message: ToMedia) => thread.obey(message);
  order({ type: "open", port: 1 });
  order({ type: "stream", port: 1, stream });
  const tick = (count = 1) => clock.wind(20 * count);
  const count = () => {
    order({ type: "count", port: 1 });
    return counted[counted.length - 1];
  };
  const bring = (
    packet: Uint8Array,
    from: SocketAddress = PEER,
    to = RTP_PORT,
  ) => {
    datagrams.bring(packet, from, to);
    tick();
  };
  return { order, tick, count, bring, datagrams };
}

function packetOf(sequence: number): Uint8Array {
  const payload = new Uint8Array(160).fill(0xd5);
  const timestamp = 160 * sequence;
  return rtp({ payloadType: 8, sequence, timestamp, ssrc: SSRC, payload });
}

const REPORT = Uint8Array.of(0x80, 201, 0, 1, 0, 0, 0xca, 0xfe);

Deno.test("RFC 3711 §3: what leaves a port with keys is SRTP and SRTCP alone", () => {
  const { tick, datagrams } = withKeys();
  tick(LEAST_INTERVAL / 20 * 2);
  const sent = datagrams.sent.map(({ bytes }) => bytes);
  const [reports, packets] = [
    sent.filter(isRtcp),
    sent.filter((b) => !isRtcp(b)),
  ];
  assert.ok(reports.length > 0 && packets.length > 400);
  for (const packet of packets) {
    const opened = OURS.open(packet);
    assert.ok(opened);
    assert.equal(readRtp(opened).payload.length, 160);
  }
  reports.forEach((report, n) => {
    const opened = OURS.openControl(report);
    assert.equal(opened?.index, n + 1);
    assert.ok(typeof parseRtcp(opened.packet) !== "string");
  });
});

Deno.test("RFC 3711 §3.3.2: RTP and RTCP without the peer's key are refused and counted", () => {
  const { bring, count } = withKeys();
  bring(THEIRS.protect(packetOf(1)));
  bring(packetOf(2));
  bring(OURS.protect(packetOf(3)));
  bring(THEIRS.protect(packetOf(1)));
  const { packetsReceived, packetsRefused } = count();
  assert.deepEqual([packetsReceived, packetsRefused], [1, 3]);
  bring(THEIRS.protectControl(REPORT, 1), PEER_RTCP, RTP_PORT + 1);
  bring(REPORT, PEER_RTCP, RTP_PORT + 1);
  bring(THEIRS.protectControl(REPORT, 1), PEER_RTCP, RTP_PORT + 1);
  const { rtcpReceived, rtcpRefused } = count();
  assert.deepEqual([rtcpReceived, rtcpRefused], [1, 2]);
});

Deno.test("RFC 5761: with rtcp-mux SRTP and SRTCP are told apart on one port", () => {
  const { bring, count } = withKeys({
    ...STREAM,
    rtcp: { mux: true, remote: PEER },
  });
  bring(THEIRS.protect(packetOf(1)));
  bring(THEIRS.protectControl(REPORT, 1));
  const { packetsReceived, rtcpReceived } = count();
  assert.deepEqual([packetsReceived, rtcpReceived], [1, 1]);
});

Deno.test("a stranger without the key never learns the way of a call's sound", () => {
  const { bring, tick, datagrams, count } = withKeys();
  for (let n = 0; n < 20; n++) bring(packetOf(n), STRANGER);
  for (let n = 20; n < 40; n++) bring(OURS.protect(packetOf(n)), STRANGER);
  tick();
  assert.ok(datagrams.sent.every(({ to }) => to.port !== STRANGER.port));
  for (let n = 40; n < 50; n++) bring(THEIRS.protect(packetOf(n)), MOVED);
  assert.deepEqual(datagrams.sent.at(-1)?.to, MOVED);
  assert.equal(count().packetsReceived, 7);
});

Deno.test("RFC 3264 §8.4: a stream that is off for a while goes on by its keys", () => {
  const { order, bring, tick, datagrams, count } = withKeys();
  const packet = THEIRS.protect(packetOf(1));
  bring(packet);
  const { srtp: _srtp, ...plain } = STREAM;
  const off = { ...plain, remote: null, direction: "inactive" } as const;
  order({ type: "stream", port: 1, stream: off });
  tick();
  order({ type: "stream", port: 1, stream: STREAM });
  bring(packet);
  bring(THEIRS.protect(packetOf(2)));
  const { packetsReceived, packetsRefused } = count();
  assert.deepEqual([packetsReceived, packetsRefused], [2, 1]);
  const last = datagrams.sent.at(-1);
  assert.ok(last && OURS.open(last.bytes));
});
