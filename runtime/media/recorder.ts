import type { Engine } from "../core/engine.ts";

/** A ring of sound in the core that is emptied: a port's, or a mix's. */
export interface Recorder {
  start(): void;
  /** What was heard so far can still be read. */
  stop(): void;
  /** Gives how many samples there were. */
  read(into: Int16Array): number;
}

export function portRecorder(engine: Engine, port: number): Recorder {
  return {
    start: () => engine.startRecorder(port),
    stop: () => engine.stopRecorder(port),
    read: (into) => engine.readRecorder(port, into),
  };
}

/** Of all that sounds in the mix, in one channel. */
export function mixRecorder(engine: Engine, mix: number): Recorder {
  return {
    start: () => engine.startMixRecorder(mix, { channels: 1 }),
    stop: () => engine.stopMixRecorder(mix),
    read: (into) => engine.readMixRecorder(mix, into),
  };
}
