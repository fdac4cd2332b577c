/**
 * The whole narrowband E-model, ITU-T G.107 (2015) §7, with every default of
 * its table 1: what `e_model.ts` shortens is written out here.
 */
const { log10, exp, sqrt } = Math;
const SLR = 8;
const RLR = 2;
const OLR = SLR + RLR;
const STMR = 15;
/** D-value of the handset, at both ends. */
const D = 3;
const TELR = 65;
const WEPL = 110;
const QDU = 1;
/** Noise in the circuit, in the rooms and on the floor. */
const NC = -70;
const PS = 35;
const PR = 35;
const NFOR = -64;

/** Decibels of the sum of powers. */
function together(...levels: number[]): number {
  return 10 * log10(levels.reduce((sum, level) => sum + 10 ** (level / 10), 0));
}

function root(order: number, ...terms: number[]): number {
  return terms.reduce((sum, term) => sum + term ** order, 0) ** (1 / order);
}

/** §7.2. */
function noise(): number {
  const pre = PR + 10 * log10(1 + 10 ** ((10 - STMR - D) / 10));
  const nor = RLR - 121 + pre + 0.008 * (pre - 35) ** 2;
  const nos = PS - SLR - D - 100 + 0.004 * (PS - OLR - D - 14) ** 2;
  return together(NC, nos, nor, NFOR + RLR);
}

/** §7.3. */
function simultaneous(ro: number, no: number, t: number): number {
  const x = (OLR + 0.2 * (64 + no - RLR)) / 8;
  const iolr = 20 * (root(8, 1, x) - x);
  const stmro = -10 *
    log10(10 ** (-STMR / 10) + exp(-t / 4) * 10 ** (-TELR / 10));
  const ist = 12 * root(8, 1, (stmro - 13) / 6) -
    28 * root(35, 1, (stmro + 1) / 19.4) -
    13 * root(13, 1, (stmro - 3) / 33) + 29;
  const q = 37 - 15 * log10(QDU);
  const g = 1.07 + 0.258 * q + 0.0602 * q ** 2;
  const y = (ro - 100) / 15 + 46 / 8.4 - g / 9;
  const z = 46 / 30 - g / 40;
  return iolr + ist + 15 * log10(1 + 10 ** y + 10 ** z);
}

/** §7.4; the echo takes as long back as the voice takes there. */
function delayed(ro: number, no: number, t: number): number {
  const roe = -1.5 * (no - RLR);
  const terv = TELR - 40 * log10((1 + t / 10) / (1 + t / 150)) +
    6 * exp(-0.3 * t ** 2);
  const re = 80 + 2.5 * (terv - 14);
  const idte = ((roe - re) / 2 + sqrt((roe - re) ** 2 / 4 + 100) - 1) *
    (1 - exp(-t));
  const rle = 10.5 * (WEPL + 7) * (2 * t + 1) ** -0.25;
  const idle = (ro - rle) / 2 + sqrt((ro - rle) ** 2 / 4 + 169);
  const x = log10(t / 100) / log10(2);
  const idd = t <= 100 ? 0 : 25 * (root(6, 1, x) - 3 * root(6, 1, x / 3) + 2);
  return idte + idle + idd;
}

/** R after `t` ms, with what the codec and the loss cost. */
export function wholeRating(t: number, equipment: number): number {
  const no = noise();
  const ro = 15 - 1.5 * (SLR + no);
  return ro - simultaneous(ro, no, t) - delayed(ro, no, t) - equipment;
}
