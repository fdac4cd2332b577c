import { expect, test } from "vitest";
import { SeededChance } from "../../runtime/base/chance.ts";
import { loadCore, type MixPart } from "../../runtime/core/mod.ts";
import { type Gains, plainMix } from "./support/plain_mix.ts";
import { murmur, noise } from "./support/test_sounds.ts";

const core = await loadCore();

function voices(parties: number, length: number, peak: number, seed: number) {
  return Array.from(
    { length: parties },
    (_, party) => noise(1000 * seed + party, length, peak),
  );
}

/** All of the same sample: nothing is further from 0. */
function constant(parties: number, sample: number): Int16Array[] {
  return Array.from({ length: parties }, () => new Int16Array(8).fill(sample));
}

// 256 is the most whose sums are of 16 bits
for (const parties of [1, 2, 3, 10, 100, 255, 256, 257, 300]) {
  test(`each of ${parties} hears the sum of all others, clipped once`, () => {
    const mixer = core.mixer(parties);
    for (const length of [160, 1, 777]) {
      const loud = voices(parties, length, 32768, parties + length);
      expect(mixer.mix(loud)).toEqual(plainMix(loud));
    }
    for (const peak of [3000, 300]) {
      const quiet = voices(parties, 160, peak, parties);
      expect(mixer.mix(quiet)).toEqual(plainMix(quiet));
    }
    for (const sample of [-32768, 32767, -1]) {
      const all = constant(parties, sample);
      expect(mixer.mix(all)).toEqual(plainMix(all));
    }
    mixer.close();
  });
}

test("sums on both sides of the limits, at their end and on their way, are exact", () => {
  const chance = new SeededChance(7);
  const edges = [-32768, -32767, -1, 0, 1, 2, 32766, 32767];
  const anyEdge = () => edges[chance.integer(edges.length)];
  for (const parties of [2, 3, 4, 5, 9]) {
    const talk = Array.from(
      { length: parties },
      // Each span of 40 samples is loud or quiet as a whole
      () =>
        Int16Array.from(
          { length: 640 },
          (_, n) => (n / 40) % 3 < 1 ? anyEdge() : chance.integer(100),
        ),
    );
    expect(core.mixer(parties).mix(talk)).toEqual(plainMix(talk));
  }
});

test("what is heard goes into the arrays that are given, or over the voices", () => {
  const mixer = core.mixer(100);
  for (const length of [160, 2000]) {
    const talk = voices(100, length, 3000, length);
    const heard = plainMix(talk);
    const into = talk.map(() => new Int16Array(length));
    expect(mixer.mix(talk, into)).toBe(into);
    expect(into).toEqual(heard);
    const own = talk.map((voice) => Int16Array.from(voice));
    expect(mixer.mix(own, own)).toEqual(heard);
    expect(() => mixer.mix(talk, into.slice(1))).toThrow(TypeError);
  }
  const short = Array.from({ length: 100 }, () => new Int16Array(8));
  expect(() => mixer.mix(voices(100, 9, 1, 1), short)).toThrow(TypeError);
});

test("talking at once, ten are heard as their sum", () => {
  const talk = Array.from({ length: 10 }, (_, n) => murmur(n, 4000));
  expect(core.mixer(10).mix(talk)).toEqual(plainMix(talk));
});

test("a mixer of as many as there can be still adds up", () => {
  const mixer = core.mixer(65_534);
  const all = Array.from({ length: 65_534 }, () => Int16Array.of(-32768));
  all[7] = Int16Array.of(3);
  expect(mixer.mix(all).every(([x]) => x === -32768)).toBe(true);
  const odd = all.map((_, n) => Int16Array.of(n % 3 ? -1 : 2));
  expect(mixer.mix(odd)).toEqual(plainMix(odd));
});

const SOME_GAINS = [0, 0.001, 0.1, 0.5, 0.999, 1, 1.5, 4, 15.99];

function anyPart(chance: SeededChance): Required<MixPart> {
  return {
    talk: chance.integer(4) > 0,
    listen: chance.integer(4) > 0,
    gain: SOME_GAINS[chance.integer(SOME_GAINS.length)],
    listenGain: SOME_GAINS[chance.integer(SOME_GAINS.length)],
  };
}

function gainsOf({ talk, listen, gain, listenGain }: Required<MixPart>): Gains {
  return { gain: talk ? gain : 0, listenGain: listen ? listenGain : 0 };
}

for (const parties of [1, 2, 5, 50, 300]) {
  test(`any flags and gains of ${parties} make the mix that they say`, () => {
    const chance = new SeededChance(parties);
    for (const peak of [32768, 2000]) {
      const mixer = core.mixer(parties);
      const gains: Gains[] = [];
      for (let party = 0; party < parties; party++) {
        const part = anyPart(chance);
        mixer.set(party, part);
        gains.push(gainsOf(part));
      }
      const sound = voices(parties, 480, peak, parties);
      expect(mixer.mix(sound)).toEqual(plainMix(sound, (p) => gains[p]));
    }
  });
}

test("with and without gains in the mix, the rest of it is the same", () => {
  for (const [parties, peak] of [[3, 32768], [100, 32768], [100, 900]]) {
    const sound = voices(parties, 320, peak, 5);
    const plain = core.mixer(parties).mix(sound);
    const weighed = core.mixer(parties + 1);
    // A voice with a gain that says nothing, so that all gains are looked at
    weighed.set(parties, { gain: 0.5 });
    const heard = weighed.mix([...sound, new Int16Array(320)]);
    expect(heard.slice(0, parties)).toEqual(plain);
  }
});

test("who does not talk is not heard, who does not listen hears silence", () => {
  const mixer = core.mixer(3);
  const sound = voices(3, 160, 9000, 1);
  mixer.mix(sound);
  mixer.set(0, { talk: false });
  mixer.set(1, { listen: false });
  mixer.mix(sound);
  const [, one, two] = mixer.mix(sound);
  expect(one).toEqual(new Int16Array(160));
  expect(two).toEqual(sound[1]);
});

/** 128 samples of the way from one gain to the next, as 4096ths. */
function walk(from: number, to: number, n: number): number {
  const [a, b] = [Math.round(4096 * from), Math.round(4096 * to)];
  return (a + ((b - a) * Math.min(n + 1, 128) >> 7)) / 4096;
}

test("a gain that is changed walks for 16 ms, in both directions", () => {
  const mixer = core.mixer(3);
  const sound = voices(3, 160, 20000, 2);
  mixer.mix(sound);
  mixer.set(0, { gain: 0.25, listenGain: 2 });
  mixer.set(1, { talk: false, listen: false });
  const expected = plainMix(sound, (party, n) => {
    if (party === 0) {
      return { gain: walk(1, 0.25, n), listenGain: walk(1, 2, n) };
    }
    const gain = party === 1 ? walk(1, 0, n) : 1;
    return { gain, listenGain: gain };
  });
  expect(mixer.mix(sound)).toEqual(expected);
});

test("blocks of any lengths give what one long block gives", () => {
  const chance = new SeededChance(3);
  const sound = voices(5, 6000, 15000, 3);
  const [whole, pieces] = [core.mixer(5), core.mixer(5)];
  const turn = (part: MixPart) => {
    whole.set(2, part);
    pieces.set(2, part);
  };
  for (const part of [{ gain: 0.5 }, { listen: false }, {}]) {
    turn(part);
    const expected = whole.mix(sound);
    for (let at = 0; at < 6000;) {
      const end = Math.min(6000, at + 1 + chance.integer(400));
      const heard = pieces.mix(sound.map((voice) => voice.subarray(at, end)));
      heard.forEach((block, party) =>
        expect(block).toEqual(expected[party].subarray(at, end))
      );
      at = end;
    }
  }
});

test("a mixer's own views hold what goes in and out, and stay good", () => {
  const mixer = core.mixer(20);
  const [ins, outs] = [mixer.voice, mixer.heard].map((view) =>
    Array.from({ length: 20 }, (_, party) => view.call(mixer, party))
  );
  for (let n = 0; n < 3; n++) {
    const sound = voices(20, 160, 15000, n);
    sound.forEach((voice, party) => ins[party].set(voice));
    core.mixer(300).mix(voices(300, 160, 10, 1));
    mixer.mixFrame();
    expect(outs).toEqual(plainMix(sound));
  }
});

test("wrong numbers and lengths are refused", () => {
  const mixer = core.mixer(2);
  expect(() => core.mixer(0)).toThrow("0 parties");
  expect(() => core.mixer(65_535)).toThrow("65535 parties");
  expect(() => mixer.mix([new Int16Array(1)])).toThrow("1 voices for 2");
  expect(() => mixer.mix([new Int16Array(1), new Int16Array(2)])).toThrow(
    "same length",
  );
  expect(() => mixer.set(2, {})).toThrow("No party 2; there are 2");
  expect(() => mixer.voice(-1)).toThrow("No party -1");
  mixer.close();
  expect(() => mixer.mix(voices(2, 160, 10, 1))).toThrow("closed");
  expect(() => mixer.mixFrame()).toThrow("closed");
});
