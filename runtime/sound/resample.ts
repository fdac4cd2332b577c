import { SAMPLE_RATE } from "../base/units.ts";
import type { Core } from "../core/mod.ts";
import { concatSamples } from "./concat_samples.ts";

/** Brings a whole sound to the node's rate; it is as long as before, in time. */
export function resample(
  core: Pick<Core, "resampler">,
  samples: Int16Array,
  from: number,
): Int16Array {
  if (from === SAMPLE_RATE) return samples;
  const resampler = core.resampler(from);
  const parts = [resampler.push(samples), resampler.flush()];
  resampler.close();
  return concatSamples(parts);
}
