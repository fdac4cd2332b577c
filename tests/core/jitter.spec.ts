import { expect, test } from "vitest";
import { SeededChance } from "../../runtime/base/chance.ts";
import { loadCore } from "../../runtime/core/mod.ts";
import { packetsOf, play, recording } from "./support/recording.ts";
import { noise } from "./support/test_sounds.ts";

const core = await loadCore();

/** Sound whose frames differ and that A-law keeps as it is. */
function speech(frames: number): Int16Array {
  const codec = core.codec("pcma");
  return codec.decode(codec.encode(noise(frames, 160 * frames, 8000)));
}

/** Where `part` stands in `whole`, or -1. */
function find(whole: Int16Array, part: Int16Array): number {
  for (let at = 0; at + part.length <= whole.length; at++) {
    if (part.every((x, n) => whole[at + n] === x)) return at;
  }
  return -1;
}

/** Samples at the most in which made-up sound goes over into what comes again. */
const JOIN = 80;

/** Where `part` begins in `whole`, which may have joined it to what was before. */
function findJoined(whole: Int16Array, part: Int16Array): number {
  return find(whole, part.subarray(JOIN)) - JOIN;
}

test("sound comes out whole, 40 ms after it came in", () => {
  const line = recording(core);
  const sound = speech(50);
  const heard = play(line, packetsOf(line, sound), (n) => n);
  expect(find(heard, sound)).toBe(320);
  expect(heard.subarray(0, 320).every((x) => x === 0)).toBe(true);
});

for (const ms of [10, 20, 30, 40, 60]) {
  test(`packets of ${ms} ms`, () => {
    const line = recording(core);
    const sound = speech(60);
    const packets = packetsOf(line, sound, 8 * ms);
    const heard = play(line, packets, (n) => Math.ceil((n + 1) * ms / 20));
    expect(find(heard, sound)).toBeGreaterThanOrEqual(0);
    expect(line.engine.statistics(0).packetsLate).toBe(0);
  });
}

test("packets of changing length, PCMU among PCMA", () => {
  const line = recording(core);
  const tone = core.tone(500, 200);
  const packets = [
    line.packet(tone.subarray(0, 160)),
    line.packet(tone.subarray(160, 640), "pcmu"),
    line.packet(tone.subarray(640, 720)),
    line.packet(tone.subarray(720, 960), "pcmu"),
    line.packet(tone.subarray(960)),
  ];
  const heard = play(line, packets, () => 0).subarray(320, 320 + 1600);
  const error = heard.map((x, n) => Math.abs(x - tone[n]));
  expect(Math.max(...error)).toBeLessThan(300);
});

test("packets that overtake one another are put in order", () => {
  const line = recording(core);
  const sound = speech(40);
  const swapped = (n: number) => n % 4 === 1 ? n + 1 : n % 4 === 2 ? n - 1 : n;
  const heard = play(line, packetsOf(line, sound), swapped);
  expect(find(heard, sound)).toBe(320);
  const { packetsReordered, packetsLost } = line.engine.statistics(0);
  expect([packetsReordered, packetsLost]).toEqual([10, 0]);
});

test("within one tick too", () => {
  const line = recording(core);
  const sound = speech(40);
  const packets = packetsOf(line, sound);
  for (let n = 1; n + 1 < packets.length; n += 4) {
    [packets[n], packets[n + 1]] = [packets[n + 1], packets[n]];
  }
  const heard = play(line, packets, (n) => n - n % 2);
  expect(find(heard, sound)).toBeGreaterThanOrEqual(0);
  expect(line.engine.statistics(0).packetsReordered).toBe(10);
});

test("a packet that comes twice is heard once", () => {
  const line = recording(core);
  const sound = speech(20);
  const twice = packetsOf(line, sound).flatMap((packet) => [packet, packet]);
  const heard = play(line, twice, (n) => n >> 1);
  expect(find(heard, sound)).toBe(320);
  expect(line.engine.statistics(0)).toMatchObject({
    packetsReceived: 40,
    packetsLost: 0,
    packetsReordered: 0,
  });
});

test("a lost packet is concealed by what was heard before, and counted", () => {
  const line = recording(core);
  const tone = core.tone(400, 600, -10);
  const packets = packetsOf(line, tone);
  packets.splice(12, 1);
  const heard = play(line, packets, (n) => n < 12 ? n : n + 1);
  const gap = heard.subarray(320 + 12 * 160, 320 + 13 * 160);
  expect(Math.max(...gap)).toBeGreaterThan(5000);
  expect(find(heard, heard.subarray(2400, 2560))).toBeGreaterThan(0);
  expect(line.engine.statistics(0).packetsLost).toBe(1);
});

test("what is lost for long fades into silence within 60 ms", () => {
  const line = recording(core);
  const heard = play(line, packetsOf(line, core.tone(400, 200)), (n) => n);
  const behind = heard.subarray(320 + 1600);
  expect(Math.max(...behind.subarray(0, 160))).toBeGreaterThan(1000);
  expect(behind.subarray(480).every((x) => x === 0)).toBe(true);
});

test("the delay grows when packets come late, and nothing of them is lost", () => {
  const line = recording(core);
  const sound = speech(60);
  const heard = play(
    line,
    packetsOf(line, sound),
    (n) => n < 20 ? n : n + 4,
  );
  expect(findJoined(heard, sound.subarray(20 * 160))).toBeGreaterThan(0);
  const { packetsLate, packetsLost } = line.engine.statistics(0);
  expect([packetsLate, packetsLost]).toEqual([1, 0]);
});

test("packets that are 100 ms apart one from the other, by chance, are all heard", () => {
  const line = recording(core);
  const sound = speech(400);
  const chance = new SeededChance(3);
  const delays = Array.from({ length: 400 }, () => chance.integer(6));
  const heard = play(line, packetsOf(line, sound), (n) => n + delays[n]);
  expect(find(heard, sound.subarray(100 * 160))).toBeGreaterThan(0);
});

test("the delay shrinks again in silence, to 40 ms or less", () => {
  const line = recording(core);
  const silence = new Int16Array(160 * 2500);
  const early = play(line, packetsOf(line, silence), (n) => n < 50 ? n + 8 : n);
  expect(early.length).toBeGreaterThan(0);
  const mark = speech(10);
  const before = line.engine.statistics(0).packetsLate;
  // play() lets 17 ticks pass behind its last packet
  line.timestamp += 16 * 160;
  const heard = play(line, packetsOf(line, mark), (n) => n);
  expect(find(heard, mark)).toBeLessThanOrEqual(320);
  expect(line.engine.statistics(0).packetsLate).toBe(before);
});

test("no sound waits longer than 200 ms for good", () => {
  const line = recording(core);
  const sound = speech(100);
  const packets = packetsOf(line, sound);
  // 22 packets at once, then one by one: 440 ms too early
  const heard = play(line, packets, (n) => Math.max(0, n - 22));
  const tail = sound.subarray(70 * 160);
  const delay = find(heard, tail) - (70 - 22) * 160;
  expect(delay).toBeGreaterThanOrEqual(0);
  expect(delay).toBeLessThanOrEqual(1600);
});

test("sequence numbers and timestamps run over", () => {
  const line = recording(core);
  line.sequence = 65534;
  line.timestamp = 0xffffffff - 400;
  const sound = speech(20);
  const heard = play(line, packetsOf(line, sound), (n) => n);
  expect(find(heard, sound)).toBe(320);
  expect(line.engine.statistics(0).packetsLost).toBe(0);
});

test("a new SSRC begins anew, whatever its numbers", () => {
  const line = recording(core);
  const [one, other] = [speech(20), speech(21)];
  const before = packetsOf(line, one);
  line.ssrc = 0xbeef;
  line.sequence = 7;
  line.timestamp = 12345;
  const heard = play(line, [...before, ...packetsOf(line, other)], (n) => n);
  expect(findJoined(heard, other)).toBeGreaterThan(0);
  expect(line.engine.statistics(0).packetsLost).toBe(0);
});

test("RFC 3550 A.1: a jump of the sequence is believed when it goes on", () => {
  const line = recording(core);
  const before = packetsOf(line, speech(20));
  line.sequence += 20000;
  line.timestamp += 5_000_000;
  const sound = speech(22);
  const after = packetsOf(line, sound);
  const heard = play(line, [...before, ...after], (n) => n);
  expect(findJoined(heard, sound.subarray(160))).toBeGreaterThan(0);
});

test("one stray packet changes nothing", () => {
  const line = recording(core);
  const sound = speech(30);
  const packets = packetsOf(line, sound);
  const stray = line.rtp({
    payloadType: 8,
    payload: new Uint8Array(160),
    sequence: 20000,
    timestamp: 5,
  });
  packets.splice(10, 0, stray);
  const heard = play(line, packets, (n) => n > 10 ? n - 1 : n);
  expect(find(heard, sound)).toBe(320);
});

test("a sender that stops its timestamp in a pause is heard again at once", () => {
  const line = recording(core);
  const [one, other] = [speech(20), speech(23)];
  const packets = [...packetsOf(line, one), ...packetsOf(line, other)];
  const heard = play(line, packets, (n) => n < 20 ? n : n + 100);
  const at = findJoined(heard, other);
  expect(at - 120 * 160).toBe(320);
});

test("a pause that the sender marks is silence, and then 40 ms again", () => {
  const line = recording(core);
  const [one, other] = [speech(20), speech(23)];
  const before = packetsOf(line, one);
  line.timestamp += 100 * 160;
  const after = packetsOf(line, other);
  after[0][1] |= 0x80;
  const heard = play(
    line,
    [...before, ...after],
    (n) => n < 20 ? n : n + 103,
  );
  expect(findJoined(heard, other) - 123 * 160).toBe(320);
});
