import type { Chance } from "../base/chance.ts";

/** Where the RTP of a port begins. */
export interface StreamSeed {
  readonly ssrc: number;
  readonly sequence: number;
  readonly timestamp: number;
}

/**
 * RFC 3550 §5.1: nobody may guess where a stream begins. Its number is in the
 * lower half, so that it does not run over before the peer has got a packet and
 * can count that (RFC 3711 §3.3.1).
 */
export function randomSeed(chance: Chance): StreamSeed {
  return {
    ssrc: chance.integer(2 ** 32),
    sequence: chance.integer(2 ** 15),
    timestamp: chance.integer(2 ** 32),
  };
}
