import assert from "node:assert/strict";
import { SeededChance } from "../../../runtime/base/chance.ts";
import { loadCore } from "../../../runtime/core/mod.ts";
import {
  flacFile,
  type FlacLayout,
} from "../../support/sound_files/flac_file.ts";
import {
  readSound,
  soundOrReason,
} from "../../support/sound_files/read_sound.ts";
import { sine } from "../../support/wav_files.ts";

const CORE = await loadCore();
const TONE = sine(440, 2000);
/** Speech has no such steps, so predictors do worst here. */
const NOISE = noise(2000, 3000);

function noise(length: number, loudness: number): Int16Array {
  const chance = new SeededChance(3);
  return Int16Array.from(
    { length },
    () => chance.integer(2 * loudness) - loudness,
  );
}

function read(file: Uint8Array): Promise<Int16Array> {
  return readSound("x.flac", file, CORE);
}

for (
  const [what, layout] of [
    ["in plain", { subframe: { type: "verbatim" } }],
    ["by a fixed predictor of order 0", fixed(0)],
    ["by a fixed predictor of order 1", fixed(1)],
    ["by a fixed predictor of order 2", fixed(2)],
    ["by a fixed predictor of order 3", fixed(3)],
    ["by a fixed predictor of order 4", fixed(4)],
    ["by a linear predictor", lpc([1021, -530, 12], 9)],
    ["by a linear predictor of order 32", lpc(Array(32).fill(31), 10)],
    ["in partitions", { ...fixed(2), partitions: 4 }],
    ["with Rice codes of five bits", { ...fixed(1), riceBits: 15 }],
    ["with Rice codes without a remainder", { ...fixed(2), riceBits: 0 }],
    ["with residuals in plain", { ...fixed(2), escapedBits: 17 }],
    ["in blocks of one sample", { ...fixed(0), blockSize: 1 }],
    ["in blocks of 4096", { ...fixed(2), blockSize: 4096 }],
  ] as const satisfies readonly (readonly [string, FlacLayout])[]
) {
  Deno.test(`RFC 9639: sound ${what} comes back to the bit`, async () => {
    const sound = "riceBits" in layout && layout.riceBits === 0
      ? sine(50, 2000, 8000, 1000)
      : NOISE;
    assert.deepEqual(await read(flacFile([sound], layout)), sound);
  });
}

for (const stereo of ["both", "left-side", "side-right", "mid-side"] as const) {
  Deno.test(`two channels stored as ${stereo} are mixed to one`, async () => {
    const [left, right] = [TONE, NOISE.map((level) => level | 1)];
    const file = flacFile([left, right], { ...fixed(1), stereo, riceBits: 10 });
    const expected = left.map((level, n) => Math.round((level + right[n]) / 2));
    assert.deepEqual(await read(file), expected);
  });
}

Deno.test("8, 24 and 32 bits: the upper 16 count", async () => {
  const low = flacFile([[-128, 0, 127]], { bits: 8 });
  assert.deepEqual([...await read(low)], [-32768, 0, 32512]);
  for (const bits of [24, 32]) {
    const unit = 2 ** (bits - 16);
    const levels = TONE.map(Number);
    const high = flacFile([Array.from(levels, (x) => x * unit + 3)], { bits });
    assert.deepEqual(await read(high), levels);
  }
});

Deno.test("silence is a constant, and bits that are always zero are left out", async () => {
  const silence = new Int16Array(1000).fill(-5);
  const constant = flacFile([silence], { subframe: { type: "constant" } });
  assert.deepEqual(await read(constant), silence);
  const coarse = TONE.map((level) => level & ~7);
  const file = flacFile([coarse], { ...fixed(2), wasted: 3 });
  assert.deepEqual(await read(file), coarse);
});

Deno.test("metadata of any kind is passed over, and a tag before it", async () => {
  const blocks = [[4, new Uint8Array(100)], [
    6,
    new Uint8Array(70_000),
  ]] as const;
  const file = flacFile([TONE], { blocks });
  assert.deepEqual(await read(file), TONE);
  const id3 = Uint8Array.of(0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 1, 2);
  const tagged = new Uint8Array([...id3, ...new Uint8Array(130), ...file]);
  assert.deepEqual(await read(tagged), TONE);
});

Deno.test("a length that the encoder did not know is that of the frames", async () => {
  assert.deepEqual(await read(flacFile([TONE], { says: 0 })), TONE);
  const cut = await read(flacFile([TONE], { says: 700 }));
  assert.deepEqual(cut, TONE.subarray(0, 700));
});

Deno.test("a file that ends too soon is played as far as its frames are whole", async () => {
  const file = flacFile([TONE]);
  const sound = await read(file.subarray(0, file.length - 1));
  assert.deepEqual(sound, TONE.subarray(0, 3 * 576));
});

Deno.test("a file of which nothing but the head is there says so", async () => {
  for (const file of [flacFile([TONE]), flacFile([TONE], { says: 0 })]) {
    for (const length of [42, 43, 100]) {
      const answer = await soundOrReason("x", file.subarray(0, length), CORE);
      assert.equal(
        answer,
        'Not a sound file "x": it ends before its sound begins',
      );
    }
  }
});

for (
  const [what, change, reason] of [
    ["a bit of its sound", (file: Uint8Array) => file[2000] ^= 4, /a frame/],
    ["its rate", (file: Uint8Array) => file[18] = 0, /a rate of/],
    ["the mark of a frame", (file: Uint8Array) => file[42] = 0, /no frame/],
    ["the header of a frame", (file: Uint8Array) => file[43] ^= 1, /header/],
  ] as const
) {
  Deno.test(`a file of which ${what} is damaged says so`, async () => {
    const file = flacFile([TONE]);
    change(file);
    assert.match(`${await soundOrReason("x.flac", file, CORE)}`, reason);
  });
}

Deno.test("more than two channels are refused", async () => {
  const file = flacFile([TONE, TONE, TONE]);
  const answer = await soundOrReason("x.flac", file, CORE);
  assert.match(`${answer}`, /3 channels; 1 or 2 are allowed/);
});

function fixed(order: 0 | 1 | 2 | 3 | 4): FlacLayout {
  return { subframe: { type: "fixed", order }, riceBits: 12 };
}

function lpc(coefficients: readonly number[], shift: number): FlacLayout {
  return { subframe: { type: "lpc", coefficients, shift }, riceBits: 13 };
}
