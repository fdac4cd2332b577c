/**
 * A tick moves the ports of one phase only. The host ticks the phases in turn,
 * 5 ms apart, so that not all packets leave at one instant.
 */
import { ROSTER_BYTES, Roster, emptyRoster, rosterBytes } from "./roster";

/** Also in `runtime/core/engine.ts`. */
export const PHASES: i32 = 4;

/** One roster a phase: of open ports, and of mixes with something to do. */
const PORTS = memory.data(32, 8);
const MIXES = memory.data(32, 8);

function rosterOf(rosters: usize, phase: i32): Roster {
  return changetype<Roster>(rosters + <usize>phase * ROSTER_BYTES);
}

export function portsIn(phase: i32): Roster {
  return rosterOf(PORTS, phase);
}

export function mixesIn(phase: i32): Roster {
  return rosterOf(MIXES, phase);
}

/** Any phase may have all of them. */
export function phaseBytes(ports: i32, mixes: i32): usize {
  return <usize>PHASES * (rosterBytes(ports) + rosterBytes(mixes));
}

export function initPhases(at: usize, ports: i32, mixes: i32): void {
  for (let phase = 0; phase < PHASES; phase++) {
    emptyRoster(portsIn(phase), at);
    at += rosterBytes(ports);
    emptyRoster(mixesIn(phase), at);
    at += rosterBytes(mixes);
  }
}
