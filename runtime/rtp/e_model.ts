/**
 * The E-model, ITU-T G.107 (2015), for a connection of digital telephones whose
 * loudness, noise, sidetone and echo are the defaults of its table 1: what is
 * left is what a packet network does, delay and loss.
 */
import type { Milliseconds } from "../base/units.ts";
import type { Equipment } from "./equipment.ts";

/** G.107 §7.2, (7-3): No in dBm0p, and (7-2): Ro, of the defaults. */
const NOISE = -61.18;
const SIGNAL_TO_NOISE = 94.77;
/** G.107 §7.3, (7-8): Is of the defaults. */
const SIMULTANEOUS = 1.41;
/** G.107 table 1, in dB: receive loudness, talker echo, loss of the echo path. */
const RLR = 2;
const TELR = 65;
const WEPL = 110;
/** G.107 §7.5, (7-29): nothing is worse than losing all of it. */
const WORST = 95;

/** How packets were lost. */
export interface Loss {
  /** Share of the packets that were not there when they were due, 0 to 1. */
  readonly share: number;
  /**
   * BurstR: how much longer the bursts are than those of random loss of the
   * same share; 1 for random loss, and where nothing is known of it.
   */
  readonly burstRatio?: number;
}

/**
 * The transmission rating R, 0 to 100 (G.107 §7.1).
 *
 * @param delay one way, from mouth to ear
 */
export function ratingOf(
  equipment: Equipment,
  loss: Loss,
  delay: Milliseconds,
): number {
  const rating = SIGNAL_TO_NOISE - SIMULTANEOUS - delayImpairment(delay) -
    effectiveImpairment(equipment, loss);
  return Math.min(100, Math.max(0, rating));
}

/** The mean opinion score of a rating, 1 to 4.5 (G.107 Annex B, (B-4)). */
export function opinionOf(rating: number): number {
  if (rating >= 100) return 4.5;
  const score = 1 + 0.035 * rating +
    rating * (rating - 60) * (100 - rating) * 7e-6;
  // Between 0 and 6.5 the polynomial dips below what there is (Annex B).
  return Math.max(1, score);
}

/** Ie-eff of G.107 §7.5, (7-29); loss in percent there. */
function effectiveImpairment(
  { impairment, robustness }: Equipment,
  { share, burstRatio = 1 }: Loss,
): number {
  const percent = 100 * share;
  if (percent === 0) return impairment;
  const felt = percent / (percent / burstRatio + robustness);
  return impairment + (WORST - impairment) * felt;
}

/**
 * Id of G.107 §7.4, (7-18): talker echo, listener echo, and the delay itself.
 * The echo takes the same way back, so T = Ta and Tr = 2 T (table 1, note 3).
 */
function delayImpairment(delay: Milliseconds): number {
  return talkerEcho(delay) + listenerEcho(delay) + absoluteDelay(delay);
}

/** Idte, (7-19) to (7-22). */
function talkerEcho(delay: Milliseconds): number {
  const heard = TELR - 40 * Math.log10((1 + delay / 10) / (1 + delay / 150)) +
    6 * Math.exp(-0.3 * delay ** 2);
  const signal = -1.5 * (NOISE - RLR);
  const echo = 80 + 2.5 * (heard - 14);
  const half = (signal - echo) / 2;
  return (half + Math.hypot(half, 10) - 1) * (1 - Math.exp(-delay));
}

/** Idle, (7-25) and (7-26). */
function listenerEcho(delay: Milliseconds): number {
  const echo = 10.5 * (WEPL + 7) * (2 * delay + 1) ** -0.25;
  const half = (SIGNAL_TO_NOISE - echo) / 2;
  return half + Math.hypot(half, 13);
}

/** Idd, (7-27) and (7-28), of people who talk as most do (sT = 1, mT = 100 ms). */
function absoluteDelay(delay: Milliseconds): number {
  if (delay <= 100) return 0;
  const octaves = Math.log2(delay / 100);
  const sixth = (x: number) => (1 + x ** 6) ** (1 / 6);
  return 25 * (sixth(octaves) - 3 * sixth(octaves / 3) + 2);
}
