import { FRAME_SAMPLES } from "../base/units.ts";
import type { Core, LevelMeter } from "../core/mod.ts";
import { channelOf } from "./channels.ts";

/**
 * In dBm0. Speech is at −20 as a rule, and what is 15.9 dB below it or more is
 * a pause (ITU-T P.56): what is louder is no silence, whatever it is.
 */
const LOUD = -36;
/** Frames: what is shorter than 60 ms is no syllable. */
const SYLLABLE = 3;

/**
 * Hears when nobody has spoken for so long. Speech is what the core's level
 * meter takes for it, above the noise that is there; a steady sound of more
 * than −36 dBm0, such as music, is no silence either, but a click is.
 */
export class Silence {
  readonly #meters: readonly LevelMeter[];
  readonly #most: number;
  /** Frames in a row in which there was something to hear. */
  #sounding = 0;
  /** Samples since there was. */
  #silent = 0;

  /** @param most samples of silence */
  constructor(core: Pick<Core, "levelMeter">, channels: 1 | 2, most: number) {
    this.#meters = Array.from({ length: channels }, () => core.levelMeter());
    this.#most = most;
  }

  /**
   * What was said next, in whole frames of 20 ms but for the last; channels in
   * turns. True once: now that silence is as long as that.
   */
  hear(samples: Int16Array): boolean {
    const before = this.#silent;
    const size = FRAME_SAMPLES * this.#meters.length;
    for (let at = 0; at < samples.length; at += size) {
      this.#hearFrame(samples.subarray(at, at + size));
    }
    return before < this.#most && this.#silent >= this.#most;
  }

  close(): void {
    for (const meter of this.#meters) meter.close();
  }

  #hearFrame(frame: Int16Array): void {
    this.#meters.forEach((meter, n) => {
      const isAlone = this.#meters.length === 1;
      meter.measure(isAlone ? frame : channelOf(frame, n === 0 ? 0 : 1));
    });
    this.#sounding = this.#meters.some(isSounding) ? this.#sounding + 1 : 0;
    this.#silent = this.#sounding >= SYLLABLE
      ? 0
      : this.#silent + FRAME_SAMPLES;
  }
}

function isSounding(meter: LevelMeter): boolean {
  const { active, heard } = meter.levels();
  return active || heard > LOUD;
}
