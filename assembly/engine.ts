/** All ports and mixes, and the tick that moves 20 ms through them. */
import { Port, PORT_BYTES, resetPort } from "./port";
import { attend, depart, enter, initParties, partiesBytes } from "./members";
import {
  clearPackets,
  forgetPackets,
  initPackets,
  packetListBytes,
  speak,
} from "./speak";
import { eventBytes, forgetEvents, initEvents } from "./events";
import { hear } from "./hear";
import { initMeetings, meetingBytes } from "./meeting";
import { initTables, meet, tableBytes } from "./meet";

const PAGE: usize = 65536;

let ports: usize = 0;
let portCount: i32 = 0;
let mixCount: i32 = 0;

/** The next place where a vector may lie. */
export function aligned(at: usize): usize {
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
  const packets = aligned(events + eventBytes(wantedPorts, wantedMixes));
  const parties = aligned(packets + packetListBytes(wantedPorts));
  const tables = aligned(parties + partiesBytes(wantedPorts));
  const meetings = aligned(tables + tableBytes(wantedPorts));
  ports = aligned(meetings + meetingBytes(wantedMixes));
  if (!reserve(ports + <usize>wantedPorts * PORT_BYTES)) return false;
  initEvents(events, wantedPorts, wantedMixes);
  initPackets(packets);
  initParties(parties, wantedPorts);
  initTables(tables, wantedPorts);
  initMeetings(meetings, wantedMixes);
  portCount = wantedPorts;
  mixCount = wantedMixes;
  return true;
}

export function portAt(index: i32): Port {
  return changetype<Port>(ports + <usize>index * PORT_BYTES);
}

export function openPort(index: i32): Port {
  const port = portAt(index);
  if (port.open) depart(port, index);
  resetPort(port);
  enter(port, index);
  port.open = true;
  return port;
}

/** Nothing of the port is told or sent any more. */
export function closePort(index: i32): void {
  const port = portAt(index);
  if (port.open) depart(port, index);
  port.open = false;
  forgetEvents(index, false);
  forgetPackets(index);
}

/** Moves 20 ms through every open port. */
export function tick(): void {
  clearPackets();
  for (let index = 0; index < portCount; index++) {
    const port = portAt(index);
    if (!port.open) continue;
    hear(port, index);
    attend(port, index);
  }
  for (let mix = 0; mix < mixCount; mix++) meet(mix);
  for (let index = 0; index < portCount; index++) {
    const port = portAt(index);
    if (port.open) speak(port, index);
  }
}
