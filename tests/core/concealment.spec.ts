import { expect, test } from "vitest";
import { SeededChance } from "../../runtime/base/chance.ts";
import { loadCore } from "../../runtime/core/mod.ts";
import { correlation } from "../support/wav_files.ts";
import { periodic } from "./support/periodic.ts";
import { product } from "./support/plain_pitch.ts";
import { packetsOf, play, recording } from "./support/recording.ts";
import { largestStep } from "./support/voice.ts";

const core = await loadCore();
const FRAME = 160;
/** Sound is heard 40 ms after it came. */
const DELAY = 320;
const FRAMES = 40;
/** The first packet that is lost, and the sample it begins at. */
const LOST = 20;
const GAP = LOST * FRAME;
/** G.711 Appendix I: what is made up goes over into sound within 10 ms. */
const JOIN = 80;
/** Whole periods from 5 to 15 ms. */
const PERIODS = [40, 47, 53, 59, 64, 71, 80, 89, 97, 106, 113, 120];

/** What was sent, and what was heard in its place, with `lost` packets gone. */
function hear(period: number, lost: number) {
  const sound = periodic(period, FRAMES * FRAME, new SeededChance(period));
  const line = recording(core);
  const packets = packetsOf(line, sound);
  packets.splice(LOST, lost);
  const heard = play(line, packets, (n) => n < LOST ? n : n + lost);
  const codec = core.codec("pcma");
  const sent = codec.decode(codec.encode(sound));
  codec.close();
  return { sent, heard: heard.subarray(DELAY) };
}

for (const period of PERIODS) {
  test(`a voice of ${period / 8} ms: one lost packet goes on at its period`, () => {
    const { sent, heard } = hear(period, 1);
    const [was, is] = [sent, heard].map((x) => x.subarray(GAP, GAP + FRAME));
    // The second half falls to 80 %: that alone leaves 0.997
    expect(correlation(was, is)).toBeGreaterThan(0.98);
  });
}

/**
 * Half a sample off each period adds up to two in 20 ms: half a turn at 2 kHz,
 * where a held voice has a twentieth of its power.
 */
test("a voice whose period is no whole number of samples goes on too", () => {
  const chance = new SeededChance(7);
  for (let n = 0; n < 20; n++) {
    const { sent, heard } = hear(40 + chance.integer(8000) / 100, 1);
    const [was, is] = [sent, heard].map((x) => x.subarray(GAP, GAP + FRAME));
    expect(correlation(was, is)).toBeGreaterThan(0.85);
  }
});

for (const lost of [1, 2, 3, 5]) {
  test(`${lost} lost packets: no click where sound goes and comes`, () => {
    for (const period of [...PERIODS, 43.3, 60.5, 99.7]) {
      const { sent, heard } = hear(period, lost);
      const end = GAP + lost * FRAME + JOIN;
      const around = heard.subarray(GAP - FRAME, end + FRAME);
      expect(largestStep(around)).toBeLessThan(1.1 * largestStep(sent));
    }
  });

  test(`${lost} lost packets: all before and behind is as it was sent`, () => {
    for (const period of PERIODS) {
      const { sent, heard } = hear(period, lost);
      expect(heard.subarray(0, GAP)).toEqual(sent.subarray(0, GAP));
      const back = GAP + lost * FRAME + JOIN;
      expect(heard.subarray(back, FRAMES * FRAME)).toEqual(sent.subarray(back));
    }
  });
}

test("full level for 10 ms, then 20 % less every 10 ms, silence after 60", () => {
  for (const period of PERIODS) {
    const { sent, heard } = hear(period, 5);
    // In the mean of the 10 ms in which the level falls so
    [1, 0.9, 0.7, 0.5, 0.3, 0.1].forEach((level, n) => {
      const [was, is] = [sent, heard].map((x) =>
        x.subarray(GAP + n * 80, GAP + (n + 1) * 80)
      );
      expect(product(is, was) / product(was, was)).toBeCloseTo(level, 1);
    });
    const silence = heard.subarray(GAP + 480, GAP + 5 * FRAME);
    expect(silence.every((x) => x === 0)).toBe(true);
  }
});
