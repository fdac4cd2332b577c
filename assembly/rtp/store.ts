/**
 * The packets that wait to be played, coded as they came: a slot for each of
 * the last 64 sequence numbers, and a log of payloads that runs over. Codes
 * take half the room of sound or less, and a codec with a memory decodes them
 * in the order of play whatever order they came in.
 */
import { Packet } from "./packet";
import { copy } from "../copy";

export class Slot {
  timestamp: u32;
  /** Bytes written to the log before this payload, and its length. */
  place: u32;
  length: u16;
  sequence: u16;
  /** Samples that it decodes to; 0 for what is not sound. */
  samples: u16;
  kind: u8;
  kept: bool;
}

export class Store {
  /** Bytes written to the log so far; runs over. */
  written: u32;
  /** Where the slots lie, and where the log does. */
  slots: usize;
  log: usize;
  /** How much that holds: `LOG`, or `WIDE_LOG`. */
  room: u32;
}

/** As many as `source` can tell apart. */
export const SLOTS: i32 = 64;
const SLOT_BYTES: usize = 16;
/** 512 ms of G.711, of what the core decodes that with the most bytes. */
const LOG: u32 = 4096;
/** Two packets of 120 ms that the host has decoded, and what waits coded. */
const WIDE_LOG: u32 = 8192;

export const STORE_BYTES: usize = 16;
const LOG_AT: usize = <usize>SLOTS * SLOT_BYTES;
export const STORE_ROOM_BYTES: usize = LOG_AT + <usize>LOG;
export const WIDE_LOG_BYTES: usize = <usize>WIDE_LOG;

/** Gives a store the place for what it keeps. */
export function placeStore(store: Store, room: usize): void {
  store.slots = room;
  store.log = room + LOG_AT;
  store.room = LOG;
}

/** The host decodes: its log is another, and what was kept is forgotten. */
export function widenStore(store: Store, log: usize): void {
  if (store.log == log) return;
  store.log = log;
  store.room = WIDE_LOG;
  emptyStore(store);
}

/** The slot of a sequence number, whatever lies in it. */
export function slotOf(store: Store, sequence: u16): Slot {
  const index = <usize>((<i32>sequence) & (SLOTS - 1));
  return changetype<Slot>(store.slots + index * SLOT_BYTES);
}

/** True when the packet lies in its slot and is not written over in the log. */
export function isKept(store: Store, slot: Slot, sequence: u16): bool {
  if (!slot.kept || slot.sequence != sequence) return false;
  return store.written - slot.place <= store.room;
}

export function payloadOf(store: Store, slot: Slot): usize {
  return store.log + <usize>(slot.place & (store.room - 1));
}

/** A payload lies in one piece: where it would run over the end, it skips it. */
function placeFor(store: Store, length: i32): u32 {
  const left = store.room - (store.written & (store.room - 1));
  return <u32>length > left ? store.written + left : store.written;
}

/** Keeps a packet that decodes to so many samples. */
export function keep(
  store: Store,
  packet: Packet,
  kind: i32,
  samples: i32,
): void {
  const slot = slotOf(store, packet.sequence);
  slot.place = placeFor(store, packet.length);
  slot.length = <u16>packet.length;
  slot.sequence = packet.sequence;
  slot.timestamp = packet.timestamp;
  slot.samples = <u16>samples;
  slot.kind = <u8>kind;
  slot.kept = true;
  const bytes = <usize>packet.length;
  copy(payloadOf(store, slot), packet.payload, bytes);
  store.written = slot.place + packet.length;
}

/** Puts sound in the place of what a packet had. */
export function keepSound(
  store: Store,
  slot: Slot,
  kind: i32,
  sound: usize,
  samples: i32,
): void {
  const bytes = samples << 1;
  slot.place = placeFor(store, bytes);
  slot.length = <u16>bytes;
  slot.samples = <u16>samples;
  slot.kind = <u8>kind;
  copy(payloadOf(store, slot), sound, <usize>bytes);
  store.written = slot.place + bytes;
}

export function emptyStore(store: Store): void {
  for (let sequence = 0; sequence < SLOTS; sequence++) {
    slotOf(store, <u16>sequence).kept = false;
  }
}
