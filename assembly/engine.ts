/** All ports and mixes, and the tick that moves 20 ms through those of a phase. */
import {
  PORT_BYTES,
  Port,
  ROOM_BYTES,
  forgetKeys,
  placePort,
  resetPort,
} from "./port";
import { attend, depart, enter, initParties, partiesBytes } from "./members";
import {
  clearPackets,
  forgetPackets,
  initPackets,
  packetBytes,
} from "./packets";
import { eventBytes, forgetEvents, initEvents } from "./events";
import { hear } from "./hear";
import { speak } from "./speak";
import { forgetVoice, initMeetings, meetingBytes } from "./meeting";
import { initTables, meet, tableBytes } from "./meet";
import { initPhases, mixesIn, phaseBytes, portsIn } from "./phase";
import { Roster, enrol, entryAt, strike } from "./roster";
import { lookAtFields, lookAtSound } from "./ahead";

const PAGE: usize = 65536;

let ports: usize = 0;

/** The next place where a vector may lie. */
export function aligned(at: usize): usize {
  return (at + 15) & ~15;
}

/** Grows memory, once, to hold what lies below `end`; false when it cannot. */
function reserve(end: usize): bool {
  const pages = <i32>((end + PAGE - 1) / PAGE) - memory.size();
  return pages <= 0 || memory.grow(pages) >= 0;
}

/** The next place where a line of the cache begins. */
function inLine(at: usize): usize {
  return (at + 63) & ~63;
}

function placePorts(rooms: usize, count: i32): void {
  for (let index = 0; index < count; index++) {
    placePort(portAt(index), rooms + <usize>index * ROOM_BYTES);
  }
}

/** Lays out memory for so many ports and mixes; false when there is too little. */
export function layOut(wantedPorts: i32, wantedMixes: i32): bool {
  const events = aligned(__heap_base);
  const packets = aligned(events + eventBytes(wantedPorts, wantedMixes));
  const parties = aligned(packets + packetBytes(wantedPorts));
  const tables = aligned(parties + partiesBytes(wantedPorts));
  const meetings = aligned(tables + tableBytes(wantedPorts));
  const phases = aligned(meetings + meetingBytes(wantedMixes));
  ports = inLine(phases + phaseBytes(wantedPorts, wantedMixes));
  const rooms = ports + <usize>wantedPorts * PORT_BYTES;
  if (!reserve(rooms + <usize>wantedPorts * ROOM_BYTES)) return false;
  initEvents(events, wantedPorts, wantedMixes);
  initPackets(packets, wantedPorts);
  initParties(parties, wantedPorts);
  initTables(tables, wantedPorts);
  initMeetings(meetings, wantedMixes);
  initPhases(phases, wantedPorts, wantedMixes);
  placePorts(rooms, wantedPorts);
  return true;
}

export function portAt(index: i32): Port {
  return changetype<Port>(ports + <usize>index * PORT_BYTES);
}

/** Takes an open port out of its phase, and out of its mix, where it fades. */
function withdraw(port: Port, index: i32): void {
  depart(port, index);
  strike(portsIn(port.phase), index);
  port.open = false;
}

function admit(port: Port, index: i32, phase: i32): void {
  enter(port, index);
  enrol(portsIn(phase), index);
  port.phase = phase;
  port.open = true;
}

export function openPort(index: i32, phase: i32): Port {
  const port = portAt(index);
  if (port.open) withdraw(port, index);
  forgetVoice(index);
  resetPort(port);
  admit(port, index, phase);
  return port;
}

/** Lets a port go on in another phase, in no mix. */
export function movePort(index: i32, phase: i32): void {
  const port = portAt(index);
  if (!port.open || port.phase == phase) return;
  withdraw(port, index);
  admit(port, index, phase);
}

/** Nothing of the port is told or sent any more. */
export function closePort(index: i32): void {
  const port = portAt(index);
  if (port.open) withdraw(port, index);
  forgetKeys(port);
  forgetEvents(index, false);
  forgetPackets(index);
}

/** Meets the mixes of a phase; those with nothing to do are left out then. */
function meetAll(phase: i32): void {
  const mixes = mixesIn(phase);
  for (let place = 0; place < mixes.count; ) {
    if (meet(entryAt(mixes, place))) place++;
    else strike(mixes, entryAt(mixes, place));
  }
}

/** Of the next port its sound is fetched now, of the one after it the fields. */
function lookAhead(open: Roster, place: i32): void {
  if (place + 2 < open.count) lookAtFields(portAt(entryAt(open, place + 2)));
  if (place + 1 < open.count) lookAtSound(portAt(entryAt(open, place + 1)));
}

/** Moves 20 ms through every open port of a phase. */
export function tick(phase: i32): void {
  const open = portsIn(phase);
  clearPackets();
  for (let place = 0; place < open.count; place++) {
    const index = entryAt(open, place);
    lookAhead(open, place);
    hear(portAt(index), index);
    attend(portAt(index), index);
  }
  meetAll(phase);
  for (let place = 0; place < open.count; place++) {
    const index = entryAt(open, place);
    speak(portAt(index), index);
  }
}
