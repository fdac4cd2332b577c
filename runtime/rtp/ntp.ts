import type { Milliseconds } from "../base/units.ts";

/** Seconds from 1900, where NTP begins, to 1970 (RFC 5905 figure 4). */
const TO_1970 = 2_208_988_800;
const ERA = 2 ** 32;
/** Units of a second in the middle 32 bits of a time. */
const MIDDLE = 65_536;

/** NTP's 64 bits of a time of day, in two halves (RFC 3550 §4). */
export interface NtpTime {
  readonly seconds: number;
  readonly fraction: number;
}

/** `unix` is the time since 1970. */
export function ntpTime(unix: Milliseconds): NtpTime {
  const seconds = Math.floor(unix / 1000);
  const fraction = Math.floor((unix - 1000 * seconds) / 1000 * ERA);
  return { seconds: (seconds + TO_1970) % ERA, fraction };
}

/** The middle 32 bits: 65536ths of a second, over again after 18 hours. */
export function middleOf({ seconds, fraction }: NtpTime): number {
  return (seconds << 16 | fraction >>> 16) >>> 0;
}

/** A span as the reports have it. */
export function middleUnits(span: Milliseconds): number {
  return Math.round(span * MIDDLE / 1000);
}

export function ofMiddleUnits(units: number): Milliseconds {
  return units * 1000 / MIDDLE as Milliseconds;
}
