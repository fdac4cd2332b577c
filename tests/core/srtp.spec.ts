import { expect, test } from "vitest";
import {
  CRYPTO_SUITES,
  type CryptoSuite,
  type Engine,
  type EngineStream,
  loadCore,
  type MasterKey,
} from "../../runtime/core/mod.ts";
import { STREAM } from "./support/line.ts";
import { PlainSrtp } from "./support/plain_srtp.ts";
import { rtp } from "./support/rtp.ts";

const core = await loadCore();
const SUITES = Object.keys(CRYPTO_SUITES) as CryptoSuite[];
const SSRC = 0xcafe;

function masterKey(
  seed: number,
  { suite = SUITES[0], nameOctets = 0 }: Partial<MasterKey> = {},
): MasterKey {
  const octets = Uint8Array.from(
    { length: 30 },
    (_, n) => seed * 31 + n * 17 & 255,
  );
  return { suite, octets, nameOctets };
}

const OURS = masterKey(1);
const THEIRS = masterKey(2);

function plainOf({ octets, suite }: MasterKey, name?: Uint8Array): PlainSrtp {
  return new PlainSrtp(octets, CRYPTO_SUITES[suite], name);
}

/** A port with keys, and what its peer makes and reads packets with. */
class Secret {
  readonly engine: Engine = core.engine({ ports: 1, mixes: 0 });
  readonly peer: PlainSrtp;

  constructor(
    { send = OURS, receive = THEIRS, sequence = 0, stream = STREAM, name }: {
      send?: MasterKey;
      receive?: MasterKey;
      sequence?: number;
      stream?: EngineStream;
      name?: Uint8Array;
    } = {},
  ) {
    this.peer = plainOf(receive, name);
    this.engine.openPort(0, { ssrc: 0xdecade, sequence, timestamp: 0 });
    this.use(send, receive, stream);
  }

  use(send: MasterKey, receive: MasterKey, stream = STREAM): void {
    this.engine.setStream(0, { ...stream, srtp: { send, receive } });
  }

  /** The packets of so many ticks. */
  sent(ticks: number): Uint8Array[] {
    const packets: Uint8Array[] = [];
    for (let n = 0; n < ticks; n++) {
      this.engine.tick();
      this.engine.eachPacket((_, packet) => packets.push(packet.slice()));
    }
    return packets;
  }

  /** Whether it is taken, in the words of the counters. */
  take(packet: Uint8Array): boolean {
    const before = this.engine.statistics(0).packetsRefused;
    const taken = this.engine.receive(0, packet);
    const refused = this.engine.statistics(0).packetsRefused - before;
    expect(refused).toBe(taken ? 0 : 1);
    return taken;
  }
}

/** A packet of the peer's before it is protected. */
function packetOf(
  sequence: number,
  { ssrc = SSRC, payload = sound(sequence) } = {},
): Uint8Array {
  const timestamp = 160 * sequence >>> 0;
  return rtp({ payloadType: 8, sequence, timestamp, ssrc, payload });
}

function sound(seed: number): Uint8Array {
  return Uint8Array.from({ length: 160 }, (_, n) => n * 7 + seed & 255);
}

for (const suite of SUITES) {
  for (const packetSamples of [80, 160, 240, 320, 480]) {
    test(`RFC 3711 §3.1: ${suite} of ${packetSamples} octets is what others make of it`, () => {
      const send = masterKey(1, { suite });
      const stream = { ...STREAM, packetSamples };
      const line = new Secret({ send, sequence: 0xfffe, stream });
      const plain = core.engine({ ports: 1, mixes: 0 });
      plain.openPort(0, { ssrc: 0xdecade, sequence: 0xfffe, timestamp: 0 });
      plain.setStream(0, stream);
      const noise = Int16Array.from({ length: 4000 }, (_, n) => n * n % 9999);
      line.engine.feedPlayer(0, noise);
      plain.feedPlayer(0, noise);
      const packets = line.sent(20);
      const expected: Uint8Array[] = [];
      for (let tick = 0; tick < 20; tick++) {
        plain.tick();
        plain.eachPacket((_, packet) => {
          // The third packet is the first behind 65535
          const rollOver = expected.length < 2 ? 0 : 1;
          expected.push(plainOf(send).protect(packet, rollOver));
        });
      }
      expect(packets).toEqual(expected);
      expect(packets.length).toBe(Math.floor(3200 / packetSamples));
    });
  }

  test(`RFC 3711 §3.1: ${suite} is heard as it was before it was protected`, () => {
    const line = new Secret({ receive: masterKey(2, { suite }) });
    const open = core.engine({ ports: 1, mixes: 0 });
    open.openPort(0, { ssrc: 1, sequence: 0, timestamp: 0 });
    open.setStream(0, STREAM);
    const both = [line.engine, open];
    both.forEach((engine) => engine.startRecorder(0));
    for (let sequence = 65_500; sequence < 65_600; sequence++) {
      const packet = packetOf(sequence);
      const rollOver = sequence >> 16;
      expect(line.take(line.peer.protect(packet, rollOver))).toBe(true);
      open.receive(0, packet);
      both.forEach((engine) => engine.tick());
    }
    const [heard, expected] = both.map((engine) => {
      const into = new Int16Array(4000);
      return into.slice(0, engine.readRecorder(0, into));
    });
    expect(heard).toEqual(expected);
    expect(heard.some((sample) => sample !== 0)).toBe(true);
  });
}

test("RFC 3711 §3.3: extensions and contributing sources stay in the open", () => {
  const line = new Secret();
  const words = [0x92000000 | 8 << 16 | 5, 800, SSRC, 1, 2, 0xbede0001, 3];
  const packet = new Uint8Array(28 + 160);
  const view = new DataView(packet.buffer);
  words.forEach((word, n) => view.setUint32(4 * n, word));
  packet.set(sound(5), 28);
  expect(line.take(line.peer.protect(packet, 0, 28))).toBe(true);
  expect(line.engine.statistics(0).octetsReceived).toBe(160);
});

test("RFC 3711 §3.3.2: one bit of difference, anywhere, and the packet is refused", () => {
  const line = new Secret();
  const packet = line.peer.protect(packetOf(1));
  for (let bit = 0; bit < 8 * packet.length; bit++) {
    const forged = packet.slice();
    forged[bit >> 3] ^= 1 << (bit & 7);
    expect(line.take(forged)).toBe(false);
  }
  expect(line.take(packet)).toBe(true);
});

test("RFC 3711 §3.3: plain RTP, and what is too short for a tag, is refused", () => {
  const line = new Secret();
  const packet = line.peer.protect(packetOf(1));
  expect(line.take(packetOf(1))).toBe(false);
  for (let length = 0; length < packet.length; length++) {
    expect(line.take(packet.subarray(0, length))).toBe(false);
  }
  const extended = packetOf(2);
  extended[0] |= 0x1f;
  expect(line.take(line.peer.protect(extended))).toBe(false);
  expect(line.engine.statistics(0).packetsReceived).toBe(0);
});

test("RFC 3711 §3.3.2: a packet that comes again is refused, also by its bytes alone", () => {
  const line = new Secret();
  const packets = [7, 9, 8].map((n) => line.peer.protect(packetOf(n)));
  for (const packet of packets) {
    expect(line.take(packet)).toBe(true);
    expect(line.take(packet)).toBe(false);
    expect(line.engine.isAuthentic(0, packet)).toBe(false);
  }
  for (const packet of packets) expect(line.take(packet)).toBe(false);
});

test("RFC 3711 §3.3.2: of the 64 newest those are taken that have not come", () => {
  const line = new Secret();
  const take = (n: number) => line.take(line.peer.protect(packetOf(n)));
  expect(take(1000)).toBe(true);
  expect(take(1000 - 63)).toBe(true);
  expect(take(1000 - 64)).toBe(false);
  expect(take(1000 - 63)).toBe(false);
  expect(take(1064)).toBe(true);
  expect(take(1001)).toBe(true);
  expect(take(1000)).toBe(false);
});

const ORDERS: readonly [what: string, order: readonly number[]][] = [
  ["in order", [65_534, 65_535, 65_536, 65_537]],
  ["with those missing around it", [65_500, 65_560]],
  ["with one that comes late over it", [65_534, 65_537, 65_535, 65_536]],
  ["after half a cycle of loss", [40_000, 40_000 + 32_767]],
  ["three times", [60_000, 90_000, 120_000, 150_000, 180_000, 200_000]],
];

for (const [what, order] of ORDERS) {
  test(`RFC 3711 §3.3.1: numbers that run over are counted: ${what}`, () => {
    const line = new Secret();
    for (const index of order) {
      const packet = packetOf(index & 0xffff);
      expect(line.take(line.peer.protect(packet, index >> 16))).toBe(true);
    }
  });
}

test("RFC 3711 §3.2.3: each sender counts for itself, and none comes again", () => {
  const line = new Secret();
  const take = (index: number, ssrc: number) => {
    const packet = packetOf(index & 0xffff, { ssrc });
    return line.take(line.peer.protect(packet, index >> 16));
  };
  expect(take(65_535, 1)).toBe(true);
  expect(take(65_536, 1)).toBe(true);
  expect(take(40_000, 2)).toBe(true);
  expect(take(65_537, 1)).toBe(true);
  expect(take(40_001, 2)).toBe(true);
  expect(take(40_000, 2)).toBe(false);
  expect(take(65_536, 1)).toBe(false);
});

test("RFC 3711 §8.1: with a new key the old one is worth nothing", () => {
  const line = new Secret();
  expect(line.take(line.peer.protect(packetOf(1)))).toBe(true);
  const next = masterKey(3);
  line.use(OURS, next);
  expect(line.take(line.peer.protect(packetOf(2)))).toBe(false);
  expect(line.take(plainOf(next).protect(packetOf(2)))).toBe(true);
});

for (const [what, rollOver] of [["goes on", 1], ["begins anew", 0]] as const) {
  test(`RFC 3711 §3.3.1: after a change of keys the counter ${what}`, () => {
    const line = new Secret();
    const next = masterKey(3);
    for (const index of [65_535, 65_536]) {
      const packet = packetOf(index & 0xffff);
      line.take(line.peer.protect(packet, index >> 16));
    }
    line.use(OURS, next);
    const packets = [1, 2].map((n) =>
      plainOf(next).protect(packetOf(n), rollOver)
    );
    for (const packet of packets) expect(line.take(packet)).toBe(true);
    for (const packet of packets) expect(line.take(packet)).toBe(false);
  });
}

test("a stream set again with the same keys goes on, both ways", () => {
  const line = new Secret({ sequence: 0xfffe });
  const packet = line.peer.protect(packetOf(1));
  expect(line.take(packet)).toBe(true);
  const before = line.sent(3);
  line.use(OURS, THEIRS);
  expect(line.take(packet)).toBe(false);
  const after = line.sent(2);
  const opened = [...before, ...after].map((sent, n) =>
    plainOf(OURS).open(sent, n < 2 ? 0 : 1)
  );
  expect(opened.every((one) => one !== null)).toBe(true);
});

test("RFC 3711 §3.1: the name of a key (MKI) stands before the tag, and is skipped", () => {
  const name = Uint8Array.of(0, 0, 0, 4);
  const receive = masterKey(2, { nameOctets: 4 });
  const line = new Secret({ receive, name });
  expect(line.take(line.peer.protect(packetOf(1)))).toBe(true);
  const report = line.peer.protectControl(REPORT, 1);
  expect(line.engine.openControl(0, report)?.slice()).toEqual(REPORT);
});

/** A receiver report without blocks (RFC 3550 §6.4.2). */
const REPORT = Uint8Array.of(
  0x80,
  201,
  0,
  3,
  0,
  0,
  0xca,
  0xfe,
  1,
  2,
  3,
  4,
  5,
  6,
  7,
  8,
);

for (const suite of SUITES) {
  test(`RFC 4568 §6.2: with ${suite} RTCP has a tag of 80 bits`, () => {
    const send = masterKey(1, { suite });
    const line = new Secret({ send });
    for (let index = 1; index < 4; index++) {
      const sent = line.engine.protectControl(0, REPORT);
      expect(sent.length).toBe(REPORT.length + 4 + 10);
      expect(plainOf(send).openControl(sent.slice())).toEqual({
        packet: REPORT,
        index,
      });
    }
  });
}

test("RFC 3711 §3.4: RTCP of the peer's is opened once, forged one never", () => {
  const line = new Secret();
  const open = (packet: Uint8Array) =>
    line.engine.openControl(0, packet)?.slice() ?? null;
  const first = line.peer.protectControl(REPORT, 5);
  for (let bit = 0; bit < 8 * first.length; bit++) {
    const forged = first.slice();
    forged[bit >> 3] ^= 1 << (bit & 7);
    expect(open(forged)).toBe(null);
  }
  expect(open(first)).toEqual(REPORT);
  expect(open(first)).toBe(null);
  expect(open(line.peer.protectControl(REPORT, 4))).toEqual(REPORT);
  expect(open(line.peer.protectControl(REPORT, 6, false))).toEqual(REPORT);
  expect(open(REPORT)).toBe(null);
  for (let length = 0; length < first.length; length++) {
    expect(open(first.subarray(0, length))).toBe(null);
  }
});

test("20,000 packets of random bytes are refused, and change nothing", () => {
  const line = new Secret();
  let state = 7;
  const random = (below: number) => {
    state = Math.imul(state, 1_103_515_245) + 12_345 >>> 0;
    return (state >>> 8) % below;
  };
  for (let n = 0; n < 20_000; n++) {
    const packet = Uint8Array.from({ length: random(60) }, () => random(256));
    if (n % 2) packet[0] = 0x80 | random(64);
    expect(line.engine.receive(0, packet)).toBe(false);
    expect(line.engine.openControl(0, packet)).toBe(null);
  }
  expect(line.take(line.peer.protect(packetOf(1)))).toBe(true);
  expect(line.engine.statistics(0).packetsRefused).toBe(20_000);
});

test("without keys both ways are plain, and a port that is closed keeps none", () => {
  const line = new Secret();
  const { buffer } = line.engine.packetBuffer;
  const holds = ({ octets }: MasterKey) => {
    const text = new TextDecoder("latin1");
    const all = text.decode(new Uint8Array(buffer));
    return all.includes(text.decode(octets));
  };
  expect([holds(OURS), holds(THEIRS)]).toEqual([true, true]);
  line.engine.setStream(0, STREAM);
  expect([holds(OURS), holds(THEIRS)]).toEqual([false, false]);
  expect(line.take(packetOf(1))).toBe(true);
  expect(line.sent(1)[0].length).toBe(172);
  line.use(OURS, THEIRS);
  line.engine.closePort(0);
  expect([holds(OURS), holds(THEIRS)]).toEqual([false, false]);
});

test("a key that is too short is a mistake of ours", () => {
  const line = new Secret();
  const short = { ...OURS, octets: new Uint8Array(29) };
  expect(() => line.use(short, THEIRS)).toThrow(TypeError);
});
