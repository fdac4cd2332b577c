/** How close sound in place of lost packets is to what was sent. */
const WINDOW = 160;
const HOP = 80;
/** 200 to 3400 Hz in steps of 50. */
const FIRST_BIN = 4;
const LAST_BIN = 68;
/** What is 40 dB below a voice is not heard beside it. */
const FLOOR = 1e-4;

/** From one sample to before another. */
export type Stretch = readonly [from: number, to: number];

export interface Closeness {
  /** Segmental SNR of the stretches, dB, each window from −10 to 35. */
  readonly snr: number;
  /** Log-spectral distance of the stretches and their seams, dB. */
  readonly distance: number;
}

function energy(sound: Float64Array | Int16Array): number {
  let sum = 0;
  for (const x of sound) sum += x * x;
  return sum;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}

const HANN = Float64Array.from(
  { length: WINDOW },
  (_, n) => Math.sin(Math.PI * (n + 0.5) / WINDOW) ** 2,
);
const TURN = Float64Array.from(
  { length: WINDOW },
  (_, n) => Math.cos(2 * Math.PI * n / WINDOW),
);

function powerAt(bin: number, sound: Int16Array): number {
  let [re, im] = [0, 0];
  for (let n = 0; n < WINDOW; n++) {
    const x = HANN[n] * sound[n];
    re += x * TURN[bin * n % WINDOW];
    im += x * TURN[(bin * n + WINDOW / 4) % WINDOW];
  }
  return re * re + im * im;
}

function distanceOf(one: Int16Array, other: Int16Array, floor: number) {
  const squares: number[] = [];
  for (let bin = FIRST_BIN; bin <= LAST_BIN; bin++) {
    const ratio = (powerAt(bin, one) + floor) / (powerAt(bin, other) + floor);
    squares.push((10 * Math.log10(ratio)) ** 2);
  }
  return Math.sqrt(mean(squares));
}

function snrOf(sent: Int16Array, heard: Int16Array): number {
  const error = Float64Array.from(sent, (x, n) => x - heard[n]);
  // One more, since a window without error has no energy of it
  const snr = 10 * Math.log10(energy(sent) / (energy(error) + 1));
  return Math.max(-10, Math.min(35, snr));
}

/** Windows at the hop within a stretch where somebody spoke. */
function* spokenWindows(sent: Int16Array, [from, to]: Stretch, least: number) {
  for (let at = from; at + WINDOW <= to; at += HOP) {
    if (energy(sent.subarray(at, at + WINDOW)) > least) yield at;
  }
}

/** How close what was heard in the stretches is to what was sent. */
export function closeness(
  sent: Int16Array,
  heard: Int16Array,
  stretches: readonly Stretch[],
): Closeness {
  const usual = energy(sent) / sent.length * WINDOW;
  const cut = (at: number) =>
    [sent, heard].map((x) => x.subarray(at, at + WINDOW));
  const [snrs, distances]: [number[], number[]] = [[], []];
  for (const stretch of stretches) {
    const [from, to] = stretch;
    for (const at of spokenWindows(sent, stretch, usual / 10)) {
      const [was, is] = cut(at);
      snrs.push(snrOf(was, is));
    }
    const seams = [from - HOP, to + HOP] as const;
    for (const at of spokenWindows(sent, seams, usual / 10)) {
      const [was, is] = cut(at);
      distances.push(distanceOf(was, is, FLOOR * usual));
    }
  }
  return { snr: mean(snrs), distance: mean(distances) };
}
