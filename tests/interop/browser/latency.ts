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
  /** So much of that the machine kept either thread from running. */
  readonly heldUp: number;
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

/** How long a message that was under way between two times took at most. */
function longestWay(
  { beats }: Listening,
  from: number,
  to: number,
): number {
  const ways = beats.filter(({ sent, came }) => sent <= to && came >= from);
  return Math.max(0, ...ways.map(({ sent, came }) => came - sent));
}

function quantumOf(quanta: readonly Quantum[], frame: number): Quantum {
  const index = Math.floor((frame - quanta[0].frame) / QUANTUM);
  return quanta[index];
}

/**
 * How late the audio thread was between two quanta, by its own clock and the
 * sound's; and in the second itself, in which the tap may come before the
 * listener: the one after it tells.
 */
function lateness(
  { quanta, rate }: Listening,
  came: Quantum,
  certain: Quantum,
): number {
  const place = (frame: number) => (frame - quanta[0].frame) / QUANTUM;
  const late = quanta.slice(place(came.frame), place(certain.frame) + 2).map(
    ({ frame, at }) => at - came.at - (frame - came.frame) / rate * 1000,
  );
  return Math.max(0, ...late);
}

/**
 * What the machine did: sound that came late to the audio thread, and a way to
 * the page that took the tap's messages as long as the listener's.
 */
function heldUp(
  listened: Listening,
  came: Quantum,
  certain: Quantum,
  shownAt: number,
): number {
  const late = lateness(listened, came, certain);
  const way = longestWay(listened, certain.at, shownAt);
  return late + Math.min(way, shownAt - certain.at);
}

/** One for each key that arrived; keys shown and keys arrived are the same. */
export function latencies(
  core: Core,
  listened: Listening,
  arrived: readonly Arrival[],
): Latency[] {
  const { quanta, rate } = listened;
  const frames = certainAt(core, listened);
  return arrived.map(({ key, onset }, index) => {
    const came = quantumOf(quanta, onset + 0.04 * rate);
    const certain = quantumOf(quanta, frames[index]);
    const { at } = listened.shown[index];
    return {
      key,
      audio: (certain.frame - came.frame) / rate * 1000,
      shown: at - came.at,
      heldUp: heldUp(listened, came, certain, at),
    };
  });
}
