import type { Engine, MixChannels } from "../core/engine.ts";

/** A ring of sound in the core that is emptied: a port's, or a mix's. */
export interface Recorder {
  /** Samples of two stand in turns, the left one first. */
  readonly channels: 1 | 2;
  start(): void;
  /** What was heard so far can still be read. */
  stop(): void;
  /** Gives how many samples there were; of two channels whole pairs. */
  read(into: Int16Array): number;
}

export function portRecorder(engine: Engine, port: number): Recorder {
  return {
    channels: 1,
    start: () => engine.startRecorder(port),
    stop: () => engine.stopRecorder(port),
    read: (into) => engine.readRecorder(port, into),
  };
}

export function mixRecorder(
  engine: Engine,
  mix: number,
  what: MixChannels,
): Recorder {
  return {
    channels: what.channels,
    start: () => engine.startMixRecorder(mix, what),
    stop: () => engine.stopMixRecorder(mix),
    read: (into) => engine.readMixRecorder(mix, into),
  };
}
