import fc from "fast-check";
import { expect, test } from "vitest";
import { loadCore } from "../../runtime/core/mod.ts";
import { Line, STREAM } from "./support/line.ts";

const core = await loadCore();
const engine = core.engine({ ports: 1, mixes: 1 });

/** RFC 3550 §5.1 once more, as an oracle: is this one RTP packet? */
function isRtp(bytes: Uint8Array): boolean {
  if (bytes.length < 12 || bytes[0] >> 6 !== 2) return false;
  let head = 12 + 4 * (bytes[0] & 15);
  if (bytes[0] & 0x10) {
    if (head + 4 > bytes.length) return false;
    head += 4 + 4 * (bytes[head + 2] << 8 | bytes[head + 3]);
  }
  const last = bytes[bytes.length - 1];
  if (bytes[0] & 0x20 && last === 0) return false;
  return head + (bytes[0] & 0x20 ? last : 0) <= bytes.length;
}

const KNOWN = [0, 8, 96];
const ANY = fc.uint8Array({ maxLength: 300 });
/** Bytes that look like RTP of a known type more often than chance would. */
const LIKE = fc.tuple(
  fc.constantFrom(0x80, 0x80, 0x80, 0x81, 0x8f, 0x90, 0xa0, 0xb3),
  fc.constantFrom(...KNOWN, ...KNOWN.map((type) => type | 0x80), 72, 13),
  fc.uint8Array({ minLength: 8, maxLength: 500 }),
).map(([first, second, rest]) => Uint8Array.of(first, second, ...rest));

test("random bytes never trap and are taken only when they are RTP", () => {
  const line = new Line(core, STREAM, engine);
  fc.assert(
    fc.property(fc.oneof(ANY, LIKE), fc.boolean(), (bytes, tick) => {
      const taken = line.receive(bytes);
      if (tick) line.tick();
      const fit = isRtp(bytes) && KNOWN.includes(bytes[1] & 0x7f);
      if (taken) expect(fit).toBe(true);
      else if (fit) expect(bytes[1] & 0x7f).toBe(96);
    }),
    { numRuns: 100_000, seed: 1 },
  );
  const { packetsReceived, packetsRefused } = engine.statistics(0);
  expect(packetsReceived).toBeGreaterThan(1000);
  expect(packetsRefused).toBeGreaterThan(1000);
});

/** Headers that are right, with any numbers in them. */
const NUMBERS = fc.record({
  payloadType: fc.constantFrom(...KNOWN),
  sequence: fc.integer({ min: 0, max: 0xffff }),
  timestamp: fc.integer({ min: 0, max: 0xffffffff }),
  ssrc: fc.constantFrom(1, 2),
  marker: fc.boolean(),
  payload: ANY,
});

test("any numbers in the header keep the port alive and its neighbour whole", () => {
  const two = core.engine({ ports: 2, mixes: 1 });
  const [line, other] = [0, 1].map((p) => new Line(core, STREAM, two, p));
  two.startRecorder(1);
  fc.assert(
    fc.property(fc.array(NUMBERS, { maxLength: 20 }), (packets) => {
      for (const packet of packets) line.receive(line.rtp(packet));
      other.receive(other.packet(core.tone(500, 20)));
      two.tick();
      other.recorded();
    }),
    { numRuns: 2_000, seed: 2 },
  );
  const { packetsLost, packetsLate, packetsRefused } = two.statistics(1);
  expect([packetsLost, packetsLate, packetsRefused]).toEqual([0, 0, 0]);
});

test("a datagram of 64 KiB is refused", () => {
  const line = new Line(core, STREAM, engine);
  const huge = new Uint8Array(65507).fill(0x80);
  expect(line.receive(huge)).toBe(false);
  expect(engine.statistics(0).packetsRefused).toBe(1);
});

test("any sound goes through the detector, the codecs and the mixer", () => {
  const sounds = fc.int16Array({ maxLength: 1000 });
  const detector = core.dtmfDetector();
  const codec = core.codec("pcmu");
  const mixer = core.mixer(2);
  fc.assert(
    fc.property(sounds, (sound) => {
      detector.detect(sound);
      expect(codec.decode(codec.encode(sound))).toHaveLength(sound.length);
      expect(mixer.mix([sound, sound])).toEqual([sound, sound]);
    }),
    { numRuns: 1_000, seed: 3 },
  );
});
