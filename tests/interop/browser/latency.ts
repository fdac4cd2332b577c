import { Decimator } from "../../../examples/browser-dtmf/decimator.js";
import type { Core } from "../../../runtime/core/mod.ts";
import type { Arrival, Quantum } from "./arrivals.ts";
import type { Listening } from "./listening.ts";

/** From the arrival of a key's 40th millisecond on, in ms. */
export interface Latency {
  readonly key: string;
  /** Until the quantum came that made the detector certain, in audio time. */
  readonly audio: number;
  /** Until the page showed the key, by the clock. */
  readonly shown: number;
}

const QUANTUM = 128;

/** Frames of the quanta in which the core becomes certain, without a browser. */
function certainAt(core: Core, { quanta, rate }: Listening): number[] {
  const [detector, decimator] = [core.dtmfDetector(), new Decimator(rate)];
  const frames = quanta.flatMap(({ frame, sound }) =>
    detector.detect(decimator.push(sound)).map(() => frame)
  );
  detector.close();
  return frames;
}

function quantumOf(quanta: readonly Quantum[], frame: number): Quantum {
  const index = Math.floor((frame - quanta[0].frame) / QUANTUM);
  return quanta[index];
}

/** One for each key that arrived; keys shown and keys arrived are the same. */
export function latencies(
  core: Core,
  listened: Listening,
  arrived: readonly Arrival[],
): Latency[] {
  const certain = certainAt(core, listened);
  return arrived.map(({ key, onset }, index) => {
    const heard = onset + 0.04 * listened.rate;
    const came = quantumOf(listened.quanta, heard);
    const audio = (certain[index] - came.frame) / listened.rate * 1000;
    return { key, audio, shown: listened.shown[index].at - came.at };
  });
}
