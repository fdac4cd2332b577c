import { Decimator } from "../../../examples/browser-dtmf/decimator.js";
import type { Core } from "../../../runtime/core/mod.ts";
import { type Arrival, QUANTUM } from "./arrivals.ts";
import type { Listening, ShownKey } from "./listening.ts";

/** From the arrival of a key's 40th millisecond on, in ms. */
export interface Latency {
  readonly key: string;
  /** In sound: how much more had come to the page when it showed the key. */
  readonly sound: number;
  /** By the clock, with all that the machine did meanwhile. */
  readonly clock: number;
}

/** The keys that the core hears in the same sound, without a browser. */
export function heardByCore(core: Core, { quanta, rate }: Listening): string {
  const [detector, decimator] = [core.dtmfDetector(), new Decimator(rate)];
  const found = quanta.flatMap(({ sound }) =>
    detector.detect(decimator.push(sound))
  );
  detector.close();
  return found.map(({ key }) => key).join("");
}

/** Of each arrival, where its key was shown. */
export function latencies(
  { quanta, rate, shown }: Listening,
  arrived: readonly Arrival[],
): Latency[] {
  const placeOf = (frame: number) =>
    Math.floor((frame - quanta[0].frame) / QUANTUM);
  const span = (came: number, own: ShownKey) => ({
    key: own.key,
    // The quantum in which a key is heard comes behind it
    sound: (own.quanta - came) * QUANTUM / rate * 1000,
    clock: own.at - quanta[came].at,
  });
  return arrived.flatMap(({ key, onset }) =>
    shown.filter((own) => own.key === key)
      .map((own) => span(placeOf(onset + 0.04 * rate), own))
  );
}
