/**
 * Quantities that carry their unit in their type, so that seconds are never
 * added to samples. They are plain numbers when the program runs.
 */
declare const unit: unique symbol;

/** A number of some unit; made by a cast where the unit is known to be right. */
export type Quantity<Unit extends string> = number & { readonly [unit]: Unit };

export type Milliseconds = Quantity<"ms">;
export type Seconds = Quantity<"s">;
/** Whole seconds since 1970-01-01T00:00:00Z. */
export type UnixSeconds = Quantity<"unix s">;
export type SampleCount = Quantity<"samples">;
export type Hertz = Quantity<"Hz">;

/** The one rate of sound inside the node (ITU-T G.711). */
export const SAMPLE_RATE = 8000 as Hertz;
/** The heartbeat: what one `tick()` moves through every port. */
export const FRAME = 20 as Milliseconds;
export const FRAME_SAMPLES = 160 as SampleCount;

export function milliseconds(n: number): Milliseconds {
  return n as Milliseconds;
}

export function inMilliseconds(span: Seconds | number): Milliseconds {
  return span * 1000 as Milliseconds;
}

export function samplesIn(
  span: Milliseconds,
  rate: Hertz = SAMPLE_RATE,
): SampleCount {
  return Math.round(span * rate / 1000) as SampleCount;
}

export function durationOf(
  samples: SampleCount,
  rate: Hertz = SAMPLE_RATE,
): Milliseconds {
  return samples * 1000 / rate as Milliseconds;
}
