/** All ports and mixes, and the tick that moves 20 ms through them. */
import { Port, PORT_BYTES, resetPort } from "./port";
import { clearMix, initMixes, mixBytes, talk } from "./meet";
import {
  clearPackets,
  forgetPackets,
  initPackets,
  packetListBytes,
  speak,
} from "./speak";
import { eventBytes, forgetEvents, initEvents } from "./events";
import { hear } from "./hear";

const PAGE: usize = 65536;

let ports: usize = 0;
let portCount: i32 = 0;
let mixCount: i32 = 0;

function aligned(at: usize): usize {
  return (at + 15) & ~15;
}

/** Grows memory, once, to hold what lies below `end`; false when it cannot. */
function reserve(end: usize): bool {
  const pages = <i32>((end + PAGE - 1) / PAGE) - memory.size();
  return pages <= 0 || memory.grow(pages) >= 0;
}

/** Lays out memory for so many ports and mixes; false when there is too little. */
export function layOut(wantedPorts: i32, wantedMixes: i32): bool {
  const events = aligned(__heap_base);
  const packets = aligned(events + eventBytes(wantedPorts));
  const mixes = aligned(packets + packetListBytes(wantedPorts));
  ports = aligned(mixes + mixBytes(wantedMixes));
  if (!reserve(ports + <usize>wantedPorts * PORT_BYTES)) return false;
  initEvents(events, wantedPorts);
  initPackets(packets);
  initMixes(mixes);
  portCount = wantedPorts;
  mixCount = wantedMixes;
  return true;
}

export function portAt(index: i32): Port {
  return changetype<Port>(ports + <usize>index * PORT_BYTES);
}

export function openPort(index: i32): Port {
  const port = portAt(index);
  resetPort(port);
  port.open = true;
  return port;
}

/** Nothing of the port is told or sent any more. */
export function closePort(index: i32): void {
  portAt(index).open = false;
  forgetEvents(index);
  forgetPackets(index);
}

/** Moves 20 ms through every open port. */
export function tick(): void {
  clearPackets();
  for (let mix = 0; mix < mixCount; mix++) clearMix(mix);
  for (let index = 0; index < portCount; index++) {
    const port = portAt(index);
    if (!port.open) continue;
    hear(port, index);
    talk(port);
  }
  for (let index = 0; index < portCount; index++) {
    const port = portAt(index);
    if (port.open) speak(port, index);
  }
}

/** Puts every port out of a mix. */
export function emptyMix(mix: i32): void {
  for (let index = 0; index < portCount; index++) {
    const port = portAt(index);
    if (port.mix == mix) port.mix = -1;
  }
}
