import assert from "node:assert/strict";
import { SeededChance } from "../../runtime/base/chance.ts";
import { loadCore } from "../../runtime/core/mod.ts";
import type { DatagramIo } from "../../runtime/net/datagram.ts";
import { rtp, telephoneEvent } from "../core/support/rtp.ts";
import { voice } from "../core/support/voice.ts";
import { AttackedPort, type Outcome } from "../support/attacked_port.ts";

const core = await loadCore();
const PACKETS = 100;
const KEY_AT = 40;
const SSRC = 0xcafe;

/** What the peer says: speech, with a key pressed in the middle. */
const SPOKEN = (() => {
  const coder = core.codec("pcma");
  const codes = coder.encode(voice(2, 11));
  coder.close();
  return Array.from({ length: PACKETS }, (_, n) => {
    const at = n - KEY_AT;
    const isKey = at >= 0 && at < 8;
    const duration = 160 * Math.min(at + 1, 5);
    return rtp({
      payloadType: isKey ? 101 : 8,
      sequence: 500 + n,
      timestamp: 160 * (isKey ? KEY_AT : n),
      ssrc: SSRC,
      payload: isKey
        ? telephoneEvent("5", duration, at >= 4)
        : codes.subarray(160 * n, 160 * n + 160),
    });
  });
})();

/** What is sent before the peer's packet `n`; below 0 before any SDP. */
type Attack = (n: number) => {
  readonly strangers?: readonly Uint8Array[];
  readonly peer?: readonly Uint8Array[];
};

const NOTHING: Attack = () => ({});
let ports = 19_000;

async function callUnder(io: DatagramIo, attack: Attack, mux = false) {
  const port = new AttackedPort(core, io, ports);
  ports += 2;
  let [bad, strange] = [0, 0];
  for (let n = -5; n < PACKETS; n++) {
    if (n === 0) port.agree(mux);
    const { strangers = [], peer = [] } = attack(n);
    strange += await port.suffer(strangers);
    for (const packet of peer) await port.hearBad(packet);
    if (n < 0) continue;
    bad += peer.length;
    await port.hear(SPOKEN[n]);
    port.beat();
  }
  const { peerName } = port;
  return { ...port.close(), peerName, bad, strange };
}

const QUIET = new Map<DatagramIo, Promise<Outcome>>();

function quiet(io: DatagramIo): Promise<Outcome> {
  const known = QUIET.get(io) ?? callUnder(io, NOTHING);
  QUIET.set(io, known);
  return known;
}

const LOUD = Uint8Array.from(
  { length: 160 },
  (_, i) => i % 8 < 4 ? 0x2a : 0xaa,
);

function sound(sequence: number, ssrc = SSRC): Uint8Array {
  const timestamp = 160 * (sequence - 500);
  return rtp({ payloadType: 8, sequence, timestamp, ssrc, payload: LOUD });
}

function key(name: string, sequence: number, ssrc = SSRC): Uint8Array {
  const timestamp = 160 * (sequence - 500) + 7;
  const payload = telephoneEvent(name, 800, true);
  return rtp({ payloadType: 101, sequence, timestamp, ssrc, payload });
}

function many(count: number, make: (at: number) => Uint8Array) {
  return Array.from({ length: count }, (_, at) => make(at));
}

/** Attacks by strangers alone (ATTACKS rows 1 and 2). */
const BY_STRANGERS: readonly [what: string, attack: Attack][] = [
  ["RTP is sprayed before, during and after the SDP exchange", (n) => ({
    strangers: many(6, (at) => sound(6 * (n + 5) + at, 0xbad)),
  })],
  ["RTP with the right SSRC and the next numbers is injected", (n) => ({
    strangers: n < 1 ? [] : many(3, (at) => sound(500 + n + at)),
  })],
  ["RTP that would be a new beginning is injected", (n) => ({
    strangers: n < 1 ? [] : many(3, (at) => sound(9000 + 3 * n + at)),
  })],
  ["keys are injected with the right SSRC", (n) => ({
    strangers: n < 1 ? [] : [key("1", 500 + n), key("#", 501 + n)],
  })],
  ["keys are sprayed before, during and after the SDP exchange", (n) => ({
    strangers: many(5, (at) => key("9", 5 * (n + 5) + at, 0xbad)),
  })],
];

function changed(packet: Uint8Array, change: Record<number, number>) {
  const copy = packet.slice();
  for (const [at, value] of Object.entries(change)) copy[Number(at)] = value;
  return copy;
}

function header(second: number, length: number): Uint8Array {
  return changed(new Uint8Array(length), { 0: 0x81, 1: second, 3: length / 4 });
}

const CHANCE = new SeededChance(5);
function noise(length: number): Uint8Array {
  return new Uint8Array(length).map(() => CHANCE.integer(256));
}

/** What the peer itself sends, and what is wrong with it (row 3). */
const MALFORMED: readonly [what: string, make: (n: number) => Uint8Array][] = [
  ["nothing at all", () => new Uint8Array()],
  ["one byte", () => Uint8Array.of(0x80)],
  ["half a header", (n) => sound(500 + n).subarray(0, 11)],
  ...[0, 1, 3].map((version): [string, (n: number) => Uint8Array] => [
    `RTP of version ${version}`,
    (n) => changed(sound(500 + n), { 0: version << 6 }),
  ]),
  [
    "more padding than packet",
    (n) => changed(sound(500 + n), { 0: 0xa0, 171: 255 }),
  ],
  ["padding of no length", (n) => changed(sound(500 + n), { 0: 0xa0, 171: 0 })],
  [
    "contributing sources that are not there",
    (n) => changed(sound(500 + n).subarray(0, 40), { 0: 0x8f }),
  ],
  [
    "an extension that is cut off",
    (n) => changed(sound(500 + n).subarray(0, 14), { 0: 0x90 }),
  ],
  [
    "an extension longer than the packet",
    (n) => changed(sound(500 + n), { 0: 0x90, 14: 0xff, 15: 0xff }),
  ],
  [
    "a payload type that was not agreed",
    (n) => changed(sound(500 + n), { 1: 96 }),
  ],
  ["an event that is too short", (n) => key("1", 500 + n).subarray(0, 15)],
  ["sound of more than 200 ms", (n) =>
    rtp({
      payloadType: 8,
      sequence: 9000 + 3 * n,
      timestamp: 0,
      ssrc: SSRC,
      payload: new Uint8Array(1601),
    })],
  ["STUN", () => changed(new Uint8Array(20), { 1: 1, 3: 0, 4: 0x21, 5: 0x12 })],
  ["a DTLS hello", () => changed(noise(120), { 0: 22, 1: 254, 2: 253 })],
  ["noise", () => changed(noise(1400), { 0: 0x20 })],
  [
    "more than any packet",
    (n) => changed(new Uint8Array(9000), { 0: 0x80, 1: 8, 3: n }),
  ],
];

/** RTCP on the port of RTP: no part of the sound, whoever reads it. */
const RTCP: readonly [what: string, packet: Uint8Array][] = [
  ["BYE", changed(header(203, 8), { 4: 0, 5: 0, 6: 0xca, 7: 0xfe })],
  ["BYE that is longer than it is", changed(header(203, 8), { 2: 0xff })],
  ["a sender report that is cut off", header(200, 12)],
  [
    "a receiver report of 31 blocks that are not there",
    changed(header(201, 8), { 0: 0x9f }),
  ],
  [
    "a description that does not end",
    changed(header(202, 12), { 8: 1, 9: 255 }),
  ],
];

const KEYS = ["5"];

for (const io of ["deno", "ffi"] as const) {
  for (const [what, attack] of BY_STRANGERS) {
    Deno.test(`${what}: the call is as it would be without, by ${io}`, async () => {
      const expected = await quiet(io);
      const found = await callUnder(io, attack);
      assert.deepEqual(found.keys, KEYS);
      assert.deepEqual([...found.sent.keys()], [found.peerName]);
      assert.deepEqual(found.sound, expected.sound);
      const { packetsRefused } = found.statistics;
      // What comes once the peer is settled the kernel itself drops for libc
      if (io === "deno") assert.equal(packetsRefused, found.strange);
      else assert.ok(packetsRefused <= found.strange);
    });
  }

  Deno.test(`what is malformed is counted and leaves the call as it is, by ${io}`, async () => {
    const expected = await quiet(io);
    const found = await callUnder(io, (n) => ({
      peer: n < 3 ? [] : [MALFORMED[n % MALFORMED.length][1](n)],
    }));
    assert.deepEqual(found.keys, KEYS);
    assert.deepEqual(found.sound, expected.sound);
    assert.equal(found.statistics.packetsRefused, found.bad);
    assert.equal(found.statistics.packetsLost, 0);
  });

  for (const mux of [false, true]) {
    Deno.test(`RTCP on the port of RTP, a BYE too, leaves the call as it is, ${mux ? "multiplexed" : "alone"}, by ${io}`, async () => {
      const expected = await quiet(io);
      const attack: Attack = (n) => ({
        peer: n < 3 ? [] : [RTCP[n % RTCP.length][1]],
      });
      const found = await callUnder(io, attack, mux);
      assert.deepEqual(found.keys, KEYS);
      assert.deepEqual(found.sound, expected.sound);
      assert.ok((found.sent.get(found.peerName) ?? 0) >= PACKETS);
    });
  }
}

Deno.test("each malformed packet alone is refused by the core", () => {
  const engine = core.engine({ ports: 1, mixes: 0 });
  engine.openPort(0, { ssrc: 1, sequence: 1, timestamp: 1 });
  engine.setStream(0, {
    codec: "pcma",
    sendPayloadType: 8,
    receive: [{ payloadType: 8, codec: "pcma" }],
    telephoneEvent: { send: 101, receive: 101 },
    packetSamples: 160,
    sending: true,
    receiving: true,
  });
  for (const [what, make] of MALFORMED) {
    assert.equal(engine.receive(0, make(1)), false, what);
  }
  for (const [what, packet] of RTCP) {
    assert.equal(engine.receive(0, packet), false, what);
  }
  assert.equal(
    engine.statistics(0).packetsRefused,
    MALFORMED.length + RTCP.length,
  );
});
