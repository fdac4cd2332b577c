import { expect, test } from "vitest";
import { SeededChance } from "../../runtime/base/chance.ts";
import { loadCore } from "../../runtime/core/mod.ts";
import { loadExports } from "./support/exports.ts";
import { Line } from "./support/line.ts";
import { clipped, ZERO_DBM0 } from "./support/sounds.ts";
import { noise, testSounds } from "./support/test_sounds.ts";

const core = await loadCore();

/** A sine, or uniform noise, of a level in dBm0. */
function sine(level: number, ms: number, hertz = 700): Float64Array {
  const peak = ZERO_DBM0 * 10 ** (level / 20);
  return Float64Array.from(
    { length: 8 * ms },
    (_, n) => peak * Math.sin(2 * Math.PI * hertz * n / 8000),
  );
}

function hiss(level: number, ms: number, seed = 1): Float64Array {
  // As loud as a sine of the same mean square: a third of the peak's square
  const peak = ZERO_DBM0 * 10 ** (level / 20) * Math.sqrt(3 / 2);
  const rough = noise(seed, 8 * ms);
  return Float64Array.from(rough, (x) => x * peak / 32768);
}

function joined(...parts: Float64Array[]): Int16Array<ArrayBuffer> {
  return clipped(Float64Array.from(parts.flatMap((part) => [...part])));
}

/** Whether somebody was heard to speak, frame by frame. */
function activity(sound: Int16Array): boolean[] {
  const meter = core.levelMeter();
  const active: boolean[] = [];
  for (let at = 0; at + 160 <= sound.length; at += 160) {
    meter.measure(sound.subarray(at, at + 160));
    active.push(meter.levels().active);
  }
  meter.close();
  return active;
}

test("power by vectors is the mean square of the samples", async () => {
  const bare = await loadExports();
  const at = bare.exchange();
  const room = new Int16Array(bare.memory.buffer, at, 160);
  const sounds = testSounds(8000).map(([, sound]) => sound);
  sounds.push(new Int16Array(160).fill(-32768));
  for (const sound of sounds) {
    for (let from = 0; from < sound.length; from += 160) {
      room.set(sound.subarray(from, from + 160));
      const mean = room.reduce((sum, x) => sum + x * x, 0) / 160;
      expect(bare.powerOf(at)).toBe(Math.fround(mean));
      expect(bare.powerOfPlain(at)).toBe(Math.fround(mean));
    }
  }
});

test("levels are dBm0: a full-scale sine is 3.14, G.711 §5", () => {
  const meter = core.levelMeter();
  for (const level of [3.14, 0, -10, -30, -50]) {
    meter.measure(joined(sine(level, 20)));
    expect(meter.levels().heard).toBeCloseTo(level, 1);
  }
  meter.measure(new Int16Array(160));
  expect(meter.levels().heard).toBe(-Infinity);
});

test("the noise level is that of what is there between words", () => {
  for (const level of [-60, -45, -35]) {
    const meter = core.levelMeter();
    for (let n = 0; n < 5; n++) {
      meter.measure(joined(hiss(level, 700, n), sine(-18, 500)));
    }
    const { noise, speech } = meter.levels();
    expect(Math.abs(noise - level)).toBeLessThan(1.5);
    expect(Math.abs(speech - -18)).toBeLessThan(2);
  }
});

test("silence is a level of −Infinity, and no noise is below an idle line", () => {
  const meter = core.levelMeter();
  meter.measure(new Int16Array(80_000));
  const { heard, speech, noise, active } = meter.levels();
  expect([heard, speech, active]).toEqual([-Infinity, -Infinity, false]);
  expect(noise).toBeCloseTo(20 * Math.log10(8 * Math.SQRT2 / ZERO_DBM0), 2);
});

test("speech is heard with its first 20 ms and 200 ms behind its last", () => {
  for (const floor of [-70, -50, -40]) {
    const active = activity(
      joined(hiss(floor, 2000), sine(-20, 400), hiss(floor, 2000, 2)),
    );
    const expected = active.map((_, n) => n >= 100 && n < 130);
    expect(active).toEqual(expected);
  }
});

test("a click of 40 ms is no syllable: nothing is held behind it", () => {
  const active = activity(
    joined(hiss(-60, 1000), sine(-20, 40), hiss(-60, 1000)),
  );
  expect(active.filter((x) => x)).toHaveLength(2);
});

test("noise alone is nobody speaking, once it is known", () => {
  for (const level of [-60, -40, -20]) {
    expect(activity(joined(hiss(level, 20_000))).indexOf(true)).toBe(-1);
  }
});

test("noise that grows louder is taken for speech for no more than 1.8 s", () => {
  const active = activity(joined(hiss(-55, 3000), hiss(-35, 6000, 2)));
  const last = active.lastIndexOf(true);
  expect(active[150]).toBe(true);
  expect(last - 150).toBeLessThan(90);
});

test("nothing below −56 dBm0 is speech", () => {
  expect(activity(joined(sine(-57, 1000))).includes(true)).toBe(false);
  expect(activity(joined(hiss(-70, 1000), sine(-54, 500)))[55]).toBe(true);
});

test("blocks of any lengths give the same levels as frames", () => {
  const chance = new SeededChance(1);
  const sound = joined(hiss(-50, 1500), sine(-15, 500), hiss(-50, 300));
  const [frames, pieces] = [core.levelMeter(), core.levelMeter()];
  frames.measure(sound);
  for (let at = 0; at < sound.length;) {
    const end = Math.min(sound.length, at + chance.integer(400));
    pieces.measure(sound.subarray(at, end));
    at = end;
  }
  expect(pieces.levels()).toEqual(frames.levels());
  pieces.reset();
  expect(pieces.levels()).toEqual(core.levelMeter().levels());
});

test("a port tells the level of what it hears", () => {
  const line = new Line(core);
  line.hear(joined(hiss(-60, 1000), sine(-20, 600)));
  const loud = line.engine.levels(0);
  expect(loud.active).toBe(true);
  expect(loud.heard).toBeCloseTo(-20, 0);
  line.hear(joined(hiss(-60, 1000)));
  const after = line.engine.levels(0);
  expect(after.active).toBe(false);
  expect(Math.abs(after.noise - -60)).toBeLessThan(2);
  expect(Math.abs(after.speech - -20)).toBeLessThan(2);
});
