import { sine } from "../wav_files.ts";

/** Of what a node says by itself: before it records (ITU-T E.180 supplement 2). */
const OF_THE_NODE = [["beep", 1000], ["ring-back", 450]] as const;
/**
 * The tones of a room in Hz, one for each who speaks and each file that is
 * played. Far enough from each other and from those of the node for one frame
 * to tell them apart; none is a low multiple of another.
 */
const TONES = [
  640,
  1270,
  1870,
  2290,
  2710,
  3130,
  250,
  1550,
  2080,
  2500,
  2920,
];
/** A whole number of periods of every whole frequency. */
const SECOND = 8000;
/** About −16 dBm0: eleven of them together still fit into 16 bits. */
export const LOUDNESS = 3000;
/** Less than 6 dB below what was said, through any codec. */
const HEARD = LOUDNESS / 2;
/** More than 20 dB below it: what the codecs add to other tones. */
const UNHEARD = LOUDNESS / 10;

/** A second of a tone, which can be repeated without a seam. */
export function toneOf(hertz: number, loudness = LOUDNESS): Int16Array {
  return sine(hertz, SECOND, SECOND, loudness);
}

/** How loud a tone is in a stretch of sound: its peak. */
export function loudnessOf(hertz: number, sound: Int16Array): number {
  return loudnessIn(hertz, windowed(sound));
}

/** A stretch of sound in a window of Hann, to look for several tones in it. */
export function windowed(sound: Int16Array): Float64Array {
  const seen = new Float64Array(sound.length);
  for (let n = 0; n < seen.length; n++) {
    seen[n] = sound[n] * Math.sin(Math.PI * (n + 0.5) / seen.length) ** 2;
  }
  return seen;
}

/** How loud a tone is in a stretch that was windowed: its peak (Goertzel). */
export function loudnessIn(hertz: number, sound: Float64Array): number {
  const turn = 2 * Math.cos(2 * Math.PI * hertz / SECOND);
  let [last, before] = [0, 0];
  // There are millions of these, and an iterator takes far longer.
  for (let n = 0; n < sound.length; n++) {
    const next = sound[n] + turn * last - before;
    before = last;
    last = next;
  }
  const power = last * last + before * before - turn * last * before;
  return 4 * Math.sqrt(Math.max(0, power)) / sound.length;
}

/** Who sounds in a room, and by which tone he is known. */
export class Chorus {
  readonly #tones = new Map<string, number>(OF_THE_NODE);

  /** Gives a newcomer his tone. */
  add(name: string): number {
    const hertz = TONES[this.#tones.size - OF_THE_NODE.length];
    if (hertz === undefined) throw new RangeError(`No tone for ${name}`);
    this.#tones.set(name, hertz);
    return hertz;
  }

  toneOf(name: string): number {
    const hertz = this.#tones.get(name);
    if (hertz === undefined) throw new RangeError(`Nobody is called ${name}`);
    return hertz;
  }

  /** Who sounds in a frame; null where somebody only half does. */
  heardIn(frame: Int16Array): string[] | null {
    const heard: string[] = [];
    for (const [name, hertz] of this.#tones) {
      const loudness = loudnessOf(hertz, frame);
      if (loudness >= HEARD) heard.push(name);
      else if (loudness > UNHEARD) return null;
    }
    return heard;
  }
}
