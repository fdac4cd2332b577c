import type { Engine } from "../core/engine.ts";

/** A queue of sound in the core that is filled ahead: a port's, or a mix's. */
export interface Player {
  /** Free samples. */
  room(): number;
  /** Gives how many samples were taken. */
  feed(samples: Int16Array): number;
  /** No more comes: the core tells when it has run dry. */
  end(): void;
  clear(): void;
}

export function portPlayer(engine: Engine, port: number): Player {
  return {
    room: () => engine.playerRoom(port),
    feed: (samples) => engine.feedPlayer(port, samples),
    end: () => engine.endPlayer(port),
    clear: () => engine.clearPlayer(port),
  };
}

export function mixPlayer(engine: Engine, mix: number): Player {
  return {
    room: () => engine.mixPlayerRoom(mix),
    feed: (samples) => engine.feedMixPlayer(mix, samples),
    end: () => engine.endMixPlayer(mix),
    clear: () => engine.clearMixPlayer(mix),
  };
}
