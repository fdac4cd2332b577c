import { expect, test } from "vitest";
import { SeededChance } from "../../runtime/base/chance.ts";
import { type EngineStatistics, loadCore } from "../../runtime/core/mod.ts";
import { Line, STREAM } from "./support/line.ts";
import { rtp, telephoneEvent } from "./support/rtp.ts";
import { voice } from "./support/voice.ts";

const core = await loadCore();
const CHAOS = 60;
const TICKS = 50;
const CHAOTIC = {
  ...STREAM,
  receive: [
    { payloadType: 8, codec: "pcma" },
    { payloadType: 3, codec: "gsm" },
    { payloadType: 5, codec: "dvi4" },
  ],
  comfortNoise: { send: 13, receive: 13 },
} as const;
const SOUND = voice(4, 8);
/**
 * Clean packets are heard whole after so many ticks: 64 that may pass for
 * earlier ones (RFC 3550 A.1), and 2 s in which the delay comes down from
 * 200 ms, a period of 5 ms in 100 ms at the slowest.
 */
const RECOVERY = 64 + 200;
const CLEAN = 50;
/** What is 512 ms off begins anew; less is waited for until it is caught up. */
const FAR = 4096;

/** Numbers that wander, jump and step back; anything else by chance. */
class Sender {
  #sequence = 0;
  #timestamp = 0;
  #ssrc = 1;
  readonly #chance: SeededChance;

  constructor(chance: SeededChance) {
    this.#chance = chance;
  }

  next(): Uint8Array {
    const chance = this.#chance;
    this.#move();
    const payloadType = [8, 8, 8, 3, 5, 13, 96, 8][chance.integer(8)];
    const sizes = [160, 80, 240, 33, 84, 1, chance.integer(1601), 0];
    const payload = payloadType === 96
      ? telephoneEvent("5", chance.integer(4000), chance.integer(2) === 0)
      : new Uint8Array(sizes[chance.integer(sizes.length)])
        .map(() => chance.integer(256));
    return rtp({
      payloadType,
      payload,
      marker: chance.integer(20) === 0,
      sequence: this.#sequence - (chance.integer(4) ? 0 : chance.integer(60)),
      timestamp: this.#timestamp - 160 * chance.integer(3),
      ssrc: this.#ssrc,
    });
  }

  #move(): void {
    const chance = this.#chance;
    this.#sequence++;
    this.#timestamp += 160;
    if (chance.integer(40) === 0) this.#sequence = chance.integer(65536);
    if (chance.integer(40) === 0) this.#timestamp = chance.integer(2 ** 32);
    if (chance.integer(80) === 0) this.#ssrc = chance.integer(4);
  }
}

/** Packets of one tick: mostly one, now and then none, some, or a thousand. */
function crowd(chance: SeededChance): number {
  if (chance.integer(60) === 0) return 1000;
  return [1, 1, 1, 0, 2, chance.integer(20)][chance.integer(6)];
}

function expectSense(now: EngineStatistics, before: EngineStatistics): void {
  expect(now.delaySamples).toBeGreaterThanOrEqual(0);
  expect(now.delaySamples).toBeLessThan(FAR + 160);
  const once = now.packetsReceived - now.packetsDuplicated;
  expect(now.packetsReordered).toBeLessThanOrEqual(once);
  expect(now.packetsLate).toBeLessThanOrEqual(once);
  for (
    const name of [
      "packetsReceived",
      "packetsLate",
      "packetsReordered",
      "packetsRefused",
      "packetsDuplicated",
      "concealedSamples",
    ] as const
  ) expect(now[name]).toBeGreaterThanOrEqual(before[name]);
}

/** Each packet is counted once: as received, or as refused unread. */
function disturb(line: Line, chance: SeededChance): number {
  const sender = new Sender(chance);
  let handed = 0;
  let before = line.engine.statistics(0);
  for (let tick = 0; tick < TICKS; tick++) {
    for (let left = crowd(chance); left > 0; left--) {
      const packet = sender.next();
      line.receive(packet);
      handed++;
      if (chance.integer(10)) continue;
      line.receive(packet);
      handed++;
    }
    line.tick();
    const now = line.engine.statistics(0);
    expectSense(now, before);
    before = now;
  }
  return handed;
}

/** Speech on time, `ticks` long, from the numbers where `line` is. */
function speak(line: Line, ticks: number): void {
  for (let n = 0; n < ticks; n++) {
    const at = n * 160 % SOUND.length;
    line.hear(SOUND.subarray(at, at + 160));
  }
}

test("whatever comes, the port lives, waits 512 ms at most and counts right", () => {
  for (let seed = 0; seed < CHAOS; seed++) {
    const line = new Line(core, CHAOTIC);
    const chance = new SeededChance(seed);
    const handed = disturb(line, chance);
    const { packetsReceived, packetsRefused } = line.engine.statistics(0);
    expect(packetsReceived).toBeLessThanOrEqual(handed);
    expect(packetsReceived + packetsRefused).toBeGreaterThanOrEqual(handed);
  }
});

test("clean packets behind chaos are heard whole again", () => {
  for (let seed = 0; seed < CHAOS; seed++) {
    const line = new Line(core, CHAOTIC);
    const chance = new SeededChance(1000 + seed);
    disturb(line, chance);
    line.ssrc = chance.integer(4);
    line.sequence = chance.integer(65536);
    line.timestamp = chance.integer(2 ** 32);
    speak(line, RECOVERY);
    const before = line.engine.statistics(0);
    speak(line, CLEAN);
    const after = line.engine.statistics(0);
    expect(after.concealedSamples - before.concealedSamples).toBe(0);
    expect(after.packetsLate - before.packetsLate).toBe(0);
    expect(after.packetsReceived - before.packetsReceived).toBe(CLEAN);
    expect(after.delaySamples).toBeLessThanOrEqual(320);
  }
});
