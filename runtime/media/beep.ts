import { milliseconds, SAMPLE_RATE, samplesIn } from "../base/units.ts";

const FREQUENCY = 1000;
/** −12 dBm0 in 16 bit, where +3.14 dBm0 is full scale (ITU-T G.711). */
const AMPLITUDE = 32_767 * 10 ** ((-12 - 3.14) / 20);
const SPAN = samplesIn(milliseconds(250));
/** Faded in and out, so that it does not click. */
const FADE = samplesIn(milliseconds(10));

/** The tone before a recording. */
export function beep(): Int16Array {
  return Int16Array.from({ length: SPAN }, (_, i) => {
    const fade = Math.min(1, i / FADE, (SPAN - 1 - i) / FADE);
    const phase = 2 * Math.PI * FREQUENCY * i / SAMPLE_RATE;
    return Math.round(AMPLITUDE * fade * Math.sin(phase));
  });
}
