import { KEYS } from "../core/keys.ts";
import { decimal } from "../base/text.ts";
import type { MediaDescription } from "./description.ts";
import { type Format, type NamedFormat, parametersOf } from "./codec.ts";

/** RFC 4733 beside most of our codecs, whose clock runs at 8 kHz. */
export const CLOCK_RATE = 8000;
/** The events of RFC 4733 §3.2 that we speak: 0 to 9, * # and A to D. */
export const EVENTS = "0-15";

const ENCODING = "telephone-event/";
/** Whole multiples of ours, as wideband codecs (RFC 4867, 7587) have them. */
const CLOCK_RATES: readonly number[] = [8000, 16_000, 24_000, 32_000, 48_000];
/** RFC 4733 §2.3.1: an event is one octet. */
const HIGHEST_EVENT = 255;
/** Each event by itself. */
const MOST_RANGES = HIGHEST_EVENT + 1;

/** telephone-event as one side has it. */
export interface EventFormat {
  readonly payloadType: number;
  /** Of its timestamps and durations, which need not be the sound's. */
  readonly clockRate: number;
  /** The keys that it takes as events. */
  readonly keys: string;
}

/** As a description of ours has it. */
export function eventFormat(
  payloadType: number,
  clockRate: number,
): NamedFormat {
  return { payloadType, name: `${ENCODING}${clockRate}`, parameters: EVENTS };
}

/**
 * The events of an audio description: those whose clock is that of the sound
 * where there are any (RFC 4733 §2.5.1.1), else those of 8 kHz, else the first
 * that we can do.
 */
export function eventsIn(
  media: MediaDescription,
  formats: readonly Format[],
  clockRate: number,
): EventFormat | null {
  const ours = formats.flatMap((format) => {
    const clockRate = clockRateOf(format);
    return clockRate === null ? [] : [{ ...format, clockRate }];
  });
  const by = (rate: number) => ours.find((event) => event.clockRate === rate);
  const chosen = by(clockRate) ?? by(CLOCK_RATE) ?? ours[0];
  if (!chosen) return null;
  const { payloadType } = chosen;
  const keys = keysOf(media, payloadType);
  return { payloadType, clockRate: chosen.clockRate, keys };
}

function clockRateOf({ encoding }: Format): number | null {
  const rate = encoding.startsWith(ENCODING)
    ? Number(encoding.slice(ENCODING.length))
    : 0;
  return CLOCK_RATES.includes(rate) ? rate : null;
}

/** RFC 4733 §2.4.1: what is not said is all of them. */
function keysOf(media: MediaDescription, payloadType: number): string {
  const said = parametersOf(media, payloadType);
  const list = said?.replace(/^\s*events=/i, "");
  if (list === EVENTS) return KEYS;
  const pieces = list?.split(",", MOST_RANGES + 1) ?? [];
  // A list that cannot be read, or names more than there is, says nothing.
  if (pieces.length === 0 || pieces.length > MOST_RANGES) return KEYS;
  const ranges = pieces.map(rangeOf);
  if (ranges.includes(null)) return KEYS;
  const has = (event: number) =>
    ranges.some((range) => range && range[0] <= event && event <= range[1]);
  return Array.from(KEYS).filter((_, event) => has(event)).join("");
}

/** `0-15` or `16`. */
function rangeOf(text: string): readonly [number, number] | null {
  const [first, last = first, ...more] = text.trim().split("-");
  const from = decimal(first, HIGHEST_EVENT);
  const to = decimal(last, HIGHEST_EVENT);
  return from === null || to === null || more.length > 0 ? null : [from, to];
}
