import { type Milliseconds, milliseconds } from "../base/units.ts";

/** How long each key is that is sent, and the pause behind it. */
export interface KeyTiming {
  readonly toneMs: Milliseconds;
  readonly gapMs: Milliseconds;
}

/** Well above the 40 ms by which receivers tell keys (ITU-T Q.24). */
export const KEY_TIMING: KeyTiming = {
  toneMs: milliseconds(100),
  gapMs: milliseconds(100),
};
