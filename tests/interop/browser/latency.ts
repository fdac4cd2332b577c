import { Decimator } from "../../../examples/browser-dtmf/decimator.js";
import type { Core } from "../../../runtime/core/mod.ts";
import type { Arrival } from "./arrivals.ts";
import type { Listening, ShownKey } from "./listening.ts";

/** From the arrival of a key's 40th millisecond on, in ms. */
export interface Latency {
  /** In sound: how much more had come to the page when it showed the key. */
  readonly sound: number;
  /** By the clock, with all that the machine did meanwhile. */
  readonly clock: number;
}

const QUANTUM = 128;

/** The keys that the core hears in the same sound, without a browser. */
export function heardByCore(core: Core, { quanta, rate }: Listening): string {
  const [detector, decimator] = [core.dtmfDetector(), new Decimator(rate)];
  const found = quanta.flatMap(({ sound }) =>
    detector.detect(decimator.push(sound))
  );
  detector.close();
  return found.map(({ key }) => key).join("");
}

/** Of a key that arrived and was shown. */
export function latencyOf(
  { quanta, rate }: Listening,
  { onset }: Arrival,
  shown: ShownKey,
): Latency {
  const certain = onset + 0.04 * rate;
  const came = Math.floor((certain - quanta[0].frame) / QUANTUM);
  return {
    // The quantum in which a key is heard comes behind it
    sound: (shown.quanta - came) * QUANTUM / rate * 1000,
    clock: shown.at - quanta[came].at,
  };
}
