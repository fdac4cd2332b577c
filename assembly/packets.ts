/**
 * The packets of a tick: a list for the host, and the places where they are
 * built, one behind the other from the same place on in every tick: what they
 * take of the cache is little, and still there when they are sent.
 */
import { HEADER_BYTES } from "./rtp/packet";

/** A packet: its port, where it lies, its bytes, and what is still to be done. */
const ENTRY_BYTES: usize = 16;
/** It is as it is to be sent. */
export const READY: i32 = 0;
/** The host has to let it be sealed before it sends it. */
export const OPEN: i32 = 1;
/** What is in it is sound: the host has to code it first. */
export const UNCODED: i32 = 2;
/** A packet of up to 30 ms with its header; of up to 60 ms, it takes two. */
const PLACE_BYTES: usize = 256;
/** Two packets of 10 ms, or one of up to 60 ms: of linear sound that takes four. */
const PACKETS_PER_PORT: usize = 2;
const PLACES_PER_PORT: usize = 4;

let list: usize = 0;
let count: i32 = 0;
let places: usize = 0;
let next: usize = 0;

function listBytes(ports: i32): usize {
  return (<usize>ports * PACKETS_PER_PORT * ENTRY_BYTES + 63) & ~63;
}

export function packetBytes(ports: i32): usize {
  return listBytes(ports) + <usize>ports * PLACES_PER_PORT * PLACE_BYTES;
}

export function initPackets(at: usize, ports: i32): void {
  list = at;
  places = at + listBytes(ports);
  clearPackets();
}

export function clearPackets(): void {
  count = 0;
  next = places;
}

/** Where the next packet is to be built. */
export function nextPacket(): usize {
  return next;
}

/** The packet at `nextPacket` is ready: header and `length` bytes of payload. */
export function addPacket(port: i32, length: i32, rest: i32): void {
  const entry = list + <usize>count * ENTRY_BYTES;
  const bytes = HEADER_BYTES + length;
  count++;
  store<i32>(entry, port);
  store<usize>(entry, next, 4);
  store<i32>(entry, bytes, 8);
  store<i32>(entry, rest, 12);
  next += (<usize>bytes + PLACE_BYTES - 1) & ~(PLACE_BYTES - 1);
}

/** Takes back the packets of a port that is closed. */
export function forgetPackets(port: i32): void {
  const end = list + <usize>count * ENTRY_BYTES;
  count = 0;
  for (let entry = list; entry < end; entry += ENTRY_BYTES) {
    if (load<i32>(entry) == port) continue;
    memory.copy(list + <usize>count * ENTRY_BYTES, entry, ENTRY_BYTES);
    count++;
  }
}

export function packetList(): usize {
  return list;
}

export function packetCount(): i32 {
  return count;
}
