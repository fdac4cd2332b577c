import { SeededChance } from "../../../runtime/base/chance.ts";

/** Uniform noise of up to `peak`. */
export function noise(seed: number, samples: number, peak = 32768): Int16Array {
  const chance = new SeededChance(seed);
  const sample = () => chance.integer(2 * peak) - peak;
  return Int16Array.from({ length: samples }, sample);
}

/** From rail to rail, ever faster. */
export function square(samples: number): Int16Array {
  const sign = (n: number) => Math.sin(n * n / 2e4) < 0 ? -32768 : 32767;
  return Int16Array.from({ length: samples }, (_, n) => sign(n));
}

/** What changes as speech does: loud and soft, high and low, and pauses. */
export function murmur(seed: number, samples: number): Int16Array {
  const rough = noise(seed, samples, 4000);
  let slow = 0;
  return rough.map((x, n) => {
    slow += (x - slow) / 8;
    const voiced = 9000 * Math.sin(n / 9 + 3 * Math.sin(n / 700));
    const loudness = Math.max(0, Math.sin(n / 1100)) ** 3;
    return loudness * (voiced + 3 * slow) + x / 2000;
  });
}

/** One of each, by name. */
export function testSounds(samples: number): [name: string, Int16Array][] {
  return [
    ["noise", noise(1, samples)],
    ["faint noise", noise(2, samples, 40)],
    ["a full-scale square wave", square(samples)],
    ["murmur", murmur(3, samples)],
    ["silence", new Int16Array(samples)],
  ];
}
