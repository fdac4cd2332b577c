/**
 * GSM 06.10 full rate after ETS 300 961 §5, one number at a time: what the
 * core's codec is held against. Only the sums of §5.2.11 are numbers of single
 * precision, as libgsm has them.
 */
import {
  mult,
  multR,
  norm,
  peakOf,
  saturated,
  signed,
  size,
} from "./gsm_arithmetic.ts";
import type { Frame, SubSegment } from "./gsm_frame.ts";

const SHORTEST = 40;
const LONGEST = 120;
const A = [20480, 20480, 20480, 20480, 13964, 15360, 8534, 9036];
const B = [0, 0, 2048, -2560, 94, -1792, -341, -1144];
const INVA = [13107, 13107, 13107, 13107, 19223, 17476, 31454, 29708];
const MAC = [31, 31, 15, 15, 7, 7, 3, 3];
const DLB = [6554, 16384, 26214];
const QLB = [3277, 11469, 21299, 32767];
const H = [-134, -374, 0, 2054, 5741, 8192, 5741, 2054, 0, -374, -134];
const NRFAC = [29128, 26215, 23832, 21846, 20165, 18725, 17476, 16384];
const FAC = [18431, 20479, 22527, 24575, 26623, 28671, 30719, 32767];
const STAGES = [0, 1, 2, 3, 4, 5, 6, 7];

/** §5.2.8 and §5.2.9: the four sets of reflection coefficients of a frame. */
function reflections(before: number[], larc: readonly number[]): number[][] {
  const now = larc.map((code, i) => {
    const scaled = saturated(1024 * (code - MAC[i] - 1) - 2 * B[i]);
    return saturated(2 * multR(INVA[i], scaled));
  });
  const of = (lar: (old: number, fresh: number) => number) =>
    now.map((fresh, i) => reflection(lar(before[i], fresh)));
  const sets = [
    of((old, fresh) => (old >> 2) + (fresh >> 2) + (old >> 1)),
    of((old, fresh) => (old >> 1) + (fresh >> 1)),
    of((old, fresh) => (old >> 2) + (fresh >> 2) + (fresh >> 1)),
    of((_, fresh) => fresh),
  ];
  before.splice(0, 8, ...now);
  return sets;
}

function reflection(lar: number): number {
  const x = size(lar);
  if (x < 11059) return signed(2 * x, lar);
  if (x < 20070) return signed(x + 11059, lar);
  return signed(saturated((x >> 2) + 26112), lar);
}

/** §5.2.9.1: the set that sample `k` is filtered with. */
function setAt<T>(sets: readonly T[], k: number): T {
  return sets[[13, 27, 40].filter((first) => k >= first).length];
}

/** §5.2.16: exponent and mantissa of a coded xmax. */
function parts(xmaxc: number): [exponent: number, mantissa: number] {
  let exponent = xmaxc > 15 ? (xmaxc >> 3) - 1 : 0;
  let mantissa = xmaxc - 8 * exponent;
  if (mantissa === 0) return [-4, 7];
  for (; mantissa <= 7; exponent--) mantissa = 2 * mantissa + 1;
  return [exponent, mantissa - 8];
}

/** §5.2.16 and §5.2.17: the 40 samples that the pulses stand for. */
function pulses({ mc, xmaxc, xmc }: SubSegment): number[] {
  const [exponent, mantissa] = parts(xmaxc);
  const shift = 6 - exponent;
  const half = shift === 0 ? 0 : 2 ** (shift - 1);
  const ep = Array.from({ length: 40 }, () => 0);
  xmc.forEach((code, i) => {
    const scaled = multR(FAC[mantissa], 4096 * (2 * code - 7));
    ep[mc + 3 * i] = saturated(scaled + half) >> shift;
  });
  return ep;
}

/** The decoder of ETS 300 961 §5.3. */
export class PlainDecoder {
  #lars = STAGES.map(() => 0);
  #v = STAGES.map(() => 0);
  #drp = Array.from({ length: LONGEST }, () => 0);
  #nrp = SHORTEST;
  #msr = 0;

  decode({ larc, sub }: Frame): number[] {
    this.#drp = this.#drp.slice(-LONGEST);
    for (const one of sub) this.#synthesizeLongTerm(one);
    const sets = reflections(this.#lars, larc);
    const residual = this.#drp.slice(LONGEST);
    return residual.map((wt, k) => this.#sample(wt, setAt(sets, k)));
  }

  #synthesizeLongTerm(sub: SubSegment): void {
    if (sub.nc >= SHORTEST && sub.nc <= LONGEST) this.#nrp = sub.nc;
    const from = this.#drp.length - this.#nrp;
    const past = this.#drp.slice(from, from + 40);
    pulses(sub).forEach((erp, k) => {
      this.#drp.push(saturated(erp + multR(QLB[sub.bc], past[k])));
    });
  }

  #sample(wt: number, rp: readonly number[]): number {
    let sri = wt;
    for (const i of STAGES.toReversed()) {
      sri = saturated(sri - multR(rp[i], this.#v[i]));
      this.#v[i + 1] = saturated(this.#v[i] + multR(rp[i], sri));
    }
    this.#v[0] = sri;
    this.#msr = saturated(sri + multR(this.#msr, 28180));
    return saturated(2 * this.#msr) & ~7;
  }
}

/** The encoder of ETS 300 961 §5.2. */
export class PlainEncoder {
  #z1 = 0;
  #z2 = 0n;
  #mp = 0;
  #lars = STAGES.map(() => 0);
  #u = STAGES.map(() => 0);
  #dp = Array.from({ length: LONGEST }, () => 0);
  readonly #rounded: (sum: number) => number;

  /** `rounded` is what becomes of every sum of §5.2.11. */
  constructor(rounded: (sum: number) => number = Math.fround) {
    this.#rounded = rounded;
  }

  encode(sound: ArrayLike<number>): Frame {
    const scaled = scale(Array.from(sound, (x) => this.#preprocess(x)));
    const larc = reflectionsOf(autocorrelation(scaled.s)).map(codeRatio);
    const sets = reflections(this.#lars, larc);
    const d = scaled.restored.map((s, k) => this.#filter(s, setAt(sets, k)));
    this.#dp = this.#dp.slice(-LONGEST);
    const sub = [0, 40, 80, 120].map((at) =>
      this.#codeSubSegment(d.slice(at, at + 40))
    );
    return { larc, sub };
  }

  /** §5.2.1 to §5.2.3, with the halves of L_z2 as they stand there. */
  #preprocess(sample: number): number {
    const so = (sample >> 3) * 4;
    const msp = this.#z2 >> 15n;
    const lsp = this.#z2 - (msp << 15n);
    const rounded = (lsp * 32735n + 16384n) >> 15n;
    this.#z2 = (BigInt(so - this.#z1) << 15n) + rounded + msp * 32735n;
    this.#z1 = so;
    const before = this.#mp;
    this.#mp = Number((this.#z2 + 16384n) >> 15n);
    return saturated(this.#mp + multR(before, -28180));
  }

  /** §5.2.10 */
  #filter(s: number, rp: readonly number[]): number {
    let [di, sav] = [s, s];
    for (const i of STAGES) {
      const u = this.#u[i];
      this.#u[i] = sav;
      sav = saturated(u + multR(rp[i], di));
      di = saturated(di + multR(rp[i], u));
    }
    return di;
  }

  /** §5.2.11 to §5.2.18 */
  #codeSubSegment(d: readonly number[]): SubSegment {
    const { nc, bc } = longTerm(d, this.#dp, this.#rounded);
    const from = this.#dp.length - nc;
    const dpp = d.map((_, k) => multR(QLB[bc], this.#dp[from + k]));
    const e = d.map((x, k) => saturated(x - dpp[k]));
    const sub = { nc, bc, ...regularPulses(weigh(e)) };
    const ep = pulses(sub);
    this.#dp.push(...dpp.map((x, k) => saturated(x + ep[k])));
    return sub;
  }
}

/** §5.2.4: the scaled signal, and as it is scaled back in 16 bits. */
function scale(s: number[]): { s: number[]; restored: number[] } {
  const peak = peakOf(s);
  const bits = peak === 0 ? 0 : Math.max(0, 4 - norm(peak * 65536));
  if (bits === 0) return { s, restored: s };
  const down = s.map((x) => multR(x, 32768 >> bits));
  return { s: down, restored: down.map((x) => (x << (bits + 16)) >> 16) };
}

function autocorrelation(s: readonly number[]): number[] {
  return [...STAGES, 8].map((lag) =>
    s.reduce((sum, x, i) => i < lag ? sum : sum + 2 * x * s[i - lag], 0)
  );
}

/** §5.2.5: Schur recursion. */
function reflectionsOf(acf: readonly number[]): number[] {
  const r = STAGES.map(() => 0);
  if (acf[0] === 0) return r;
  const shift = norm(acf[0]);
  const p = acf.map((x) => Math.floor(x * 2 ** shift / 65536));
  const k = [...p];
  for (let n = 1; n <= 8; n++) {
    const magnitude = size(p[1]);
    if (p[0] < magnitude) break;
    const quotient = magnitude === 0
      ? 0
      : Math.min(32767, Math.floor(magnitude * 32768 / p[0]));
    const now = p[1] > 0 ? -quotient : quotient;
    r[n - 1] = now;
    p[0] = saturated(p[0] + multR(p[1], now));
    for (let m = 1; m <= 8 - n; m++) {
      p[m] = saturated(p[m + 1] + multR(k[m], now));
      k[m] = saturated(k[m] + multR(p[m + 1], now));
    }
  }
  return r;
}

/** §5.2.6 and §5.2.7: the coded Log.-Area Ratio of a reflection. */
function codeRatio(r: number, i: number): number {
  const x = size(r);
  const middle = x < 31130 ? x - 11059 : 4 * (x - 26112);
  const lar = signed(x < 22118 ? x >> 1 : middle, r);
  const code = saturated(saturated(mult(A[i], lar) + B[i]) + 256) >> 9;
  return Math.max(-MAC[i] - 1, Math.min(MAC[i], code)) + MAC[i] + 1;
}

/** §5.2.11 */
function longTerm(
  d: readonly number[],
  dp: readonly number[],
  rounded: (sum: number) => number,
) {
  const peak = peakOf(d);
  const scal = peak === 0 ? 6 : Math.max(0, 6 - norm(peak * 65536));
  const wt = d.map((x) => x >> scal);
  let [nc, most] = [SHORTEST, 0];
  for (let lag = SHORTEST; lag <= LONGEST; lag++) {
    const from = dp.length - lag;
    const add = (sum: number, x: number, k: number) =>
      rounded(sum + x * dp[from + k]);
    const sum = wt.reduce(add, 0);
    if (sum > most) [nc, most] = [lag, sum];
  }
  const past = dp.slice(dp.length - nc, dp.length - nc + 40);
  const power = past.reduce((sum, x) => sum + 2 * (x >> 3) ** 2, 0);
  return { nc, bc: codeGain(Math.floor(2 * most / 2 ** (6 - scal)), power) };
}

function codeGain(correlation: number, power: number): number {
  if (correlation <= 0) return 0;
  if (correlation >= power) return 3;
  const shift = norm(power) - 16;
  const r = Math.floor(correlation * 2 ** shift);
  const s = Math.floor(power * 2 ** shift);
  const bc = DLB.findIndex((limit) => r <= mult(s, limit));
  return bc < 0 ? 3 : bc;
}

/** §5.2.13 */
function weigh(e: readonly number[]): number[] {
  return e.map((_, k) => {
    const tap = (sum: number, h: number, i: number) =>
      sum + h * (e[k + i - 5] ?? 0);
    return saturated(Math.floor((H.reduce(tap, 0) + 4096) / 8192));
  });
}

/** §5.2.14 and §5.2.15 */
function regularPulses(x: readonly number[]) {
  const grids = [0, 1, 2, 3].map((m) =>
    x.slice(m, m + 37).filter((_, n) => n % 3 === 0)
  );
  const energies = grids.map((grid) =>
    grid.reduce((sum, pulse) => sum + (pulse >> 2) ** 2, 0)
  );
  const mc = energies.indexOf(Math.max(...energies));
  const xmax = peakOf(grids[mc]);
  let coarse = 0;
  while (xmax >> (9 + coarse) > 0) coarse++;
  const xmaxc = (xmax >> (coarse + 5)) + 8 * coarse;
  const [exponent, mantissa] = parts(xmaxc);
  const xmc = grids[mc].map((pulse) =>
    (mult(pulse * 2 ** (6 - exponent), NRFAC[mantissa]) >> 12) + 4
  );
  return { mc, xmaxc, xmc };
}
