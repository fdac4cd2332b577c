/**
 * Packets of a codec that the host has. They wait coded as all others do; before
 * each tick the host takes those whose time is near, in their order, and puts
 * their sound in their place.
 */
import { Jitter, storeOf } from "./jitter";
import { LINEAR, OPUS } from "../codec/payload";
import { Source, hasCome } from "./source";
import { SLOTS, Slot, isKept, keepSound, payloadOf, slotOf } from "./store";

/** A packet that waits for the host. */
export class Coded {
  payload: usize;
  length: i32;
  sequence: i32;
  ssrc: u32;
  samples: i32;
  /** From where sound will have been decoded until it begins, in samples. */
  left: i32;
  /** Samples that are missing in front of it. */
  gap: i32;
  /** The packet in front of it has not come. */
  follows: bool;
}

const CODED = changetype<Coded>(memory.data(32, 16));
/**
 * Sound is decoded 60 ms ahead: as far as a tick may look, and little enough to
 * wait beside what is coded.
 */
const AHEAD: i32 = 480;

function describe(jitter: Jitter, source: Source, slot: Slot, end: u32): usize {
  CODED.payload = payloadOf(storeOf(jitter), slot);
  CODED.length = slot.length;
  CODED.sequence = slot.sequence;
  CODED.ssrc = source.ssrc;
  CODED.samples = slot.samples;
  CODED.left = <i32>(slot.timestamp - jitter.decoded);
  CODED.gap = max(0, <i32>(slot.timestamp - end));
  CODED.follows = hasCome(source, slot.sequence - 1);
  return changetype<usize>(CODED);
}

/** The packet to be decoded next, if its time is near; 0 when there is none. */
export function nextCoded(jitter: Jitter, source: Source): usize {
  if (!jitter.running) return 0;
  const store = storeOf(jitter);
  const ahead = <i32>(<i16>(jitter.newest - jitter.cursor));
  let end = jitter.decoded;
  for (let n = max(0, ahead - SLOTS + 1); n <= ahead; n++) {
    const sequence = <u16>(jitter.cursor + n);
    const slot = slotOf(store, sequence);
    if (!isKept(store, slot, sequence)) continue;
    const after = slot.timestamp + slot.samples;
    if (<i32>(after - jitter.decoded) <= 0) continue;
    if (<i32>(slot.timestamp - jitter.decoded) >= AHEAD) return 0;
    if (slot.kind == OPUS) return describe(jitter, source, slot, end);
    if (<i32>(after - end) > 0) end = after;
  }
  return 0;
}

/** The sound of a packet that was coded; none where it cannot be decoded. */
export function putDecoded(
  jitter: Jitter,
  sequence: u16,
  sound: usize,
  samples: i32,
): void {
  const store = storeOf(jitter);
  const slot = slotOf(store, sequence);
  if (samples) keepSound(store, slot, LINEAR, sound, samples);
  else slot.kept = false;
}

/** The end of what a lost packet had, as the one behind it tells. */
export function putRecovered(
  jitter: Jitter,
  behind: u16,
  sound: usize,
  samples: i32,
): void {
  const store = storeOf(jitter);
  const slot = slotOf(store, behind - 1);
  slot.sequence = behind - 1;
  slot.timestamp = slotOf(store, behind).timestamp - samples;
  slot.kept = true;
  keepSound(store, slot, LINEAR, sound, samples);
}
