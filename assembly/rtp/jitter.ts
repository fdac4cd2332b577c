/**
 * The state of a jitter buffer: packets wait coded until their time comes and
 * are decoded in the order of their sequence numbers, so that any order of
 * arrival gives the same sound.
 */
import {
  CONCEALER_BYTES,
  Concealer,
  HISTORY_BYTES,
  resetConcealer,
} from "./conceal";
import { DECODER_BYTES, Decoder, resetDecoder } from "./decoder";
import {
  BINS_BYTES,
  DELAY_BYTES,
  Delay,
  placeDelay,
  resetDelay,
} from "./delay";
import { NOISE_BYTES, Noise } from "./noise";
import {
  STORE_BYTES,
  STORE_ROOM_BYTES,
  Store,
  emptyStore,
  payloadOf,
  placeStore,
  slotOf,
} from "./store";
import {
  TAPE_BYTES,
  TAPE_SAMPLES_BYTES,
  Tape,
  dropWaiting,
  resetTape,
  waiting,
} from "./tape";

export class Jitter {
  /** False until the first packet: there is nothing to play. */
  running: bool;
  /** No frame was played since the first packet. */
  starting: bool;
  /** Sound has come. */
  heard: bool;
  /** What stands where nothing came: SPEECH, PAUSE or NOISE. */
  gap: u8;
  /** The packet to be decoded next, and the newest that came. */
  cursor: u16;
  newest: u16;
  /** The newest that came before this tick. */
  newestBefore: u16;
  /** Samples that the ticks so far have played; runs over. */
  clock: u32;
  /** Timestamp of the sample to be decoded next. */
  decoded: u32;
  /** Samples made up since sound was decoded last, LONG at the most. */
  madeUp: i32;
  /** Samples that are still to be mixed with made-up ones, and of how many. */
  mending: i32;
  mendSpan: i32;
  /** Ticks for which the delay was not what it should be. */
  patience: i32;

  concealed: u32;
  discarded: u32;
  inserted: u32;
  /** Packets of sound, and the sum of what they waited until they were due. */
  waits: u32;
  waitSum: u64;
  /** Where that lies which is much, or seldom looked at. */
  room: usize;
}

/** Sound is missing: it is made up, and counted as concealed. */
export const SPEECH: u8 = 0;
/** The sender means it: silence. */
export const PAUSE: u8 = 1;
/** The sender has said what it sounds like (RFC 3389). */
export const NOISE: u8 = 2;

const STORE_AT: usize = 80;
const TAPE_AT: usize = STORE_AT + STORE_BYTES;
const CONCEALER_AT: usize = TAPE_AT + TAPE_BYTES;
const DELAY_AT: usize = CONCEALER_AT + CONCEALER_BYTES;
export const JITTER_BYTES: usize = DELAY_AT + DELAY_BYTES;

/** In the room. */
const BINS_AT: usize = 0;
const KEPT_AT: usize = BINS_AT + BINS_BYTES;
const SAMPLES_AT: usize = KEPT_AT + STORE_ROOM_BYTES;
const HISTORY_AT: usize = SAMPLES_AT + TAPE_SAMPLES_BYTES;
const NOISE_AT: usize = HISTORY_AT + HISTORY_BYTES;
const DECODER_AT: usize = NOISE_AT + NOISE_BYTES;
export const JITTER_ROOM_BYTES: usize = DECODER_AT + DECODER_BYTES;

/** After so much that was made up, 200 ms, sound begins a new spurt. */
export const LONG: i32 = 1600;

function part(jitter: Jitter, at: usize): usize {
  return changetype<usize>(jitter) + at;
}
export function storeOf(jitter: Jitter): Store {
  return changetype<Store>(part(jitter, STORE_AT));
}
export function tapeOf(jitter: Jitter): Tape {
  return changetype<Tape>(part(jitter, TAPE_AT));
}
export function delayOf(jitter: Jitter): Delay {
  return changetype<Delay>(part(jitter, DELAY_AT));
}
export function noiseOf(jitter: Jitter): Noise {
  return changetype<Noise>(jitter.room + NOISE_AT);
}
export function concealerOf(jitter: Jitter): Concealer {
  return changetype<Concealer>(part(jitter, CONCEALER_AT));
}

export function decoderOf(jitter: Jitter): Decoder {
  return changetype<Decoder>(jitter.room + DECODER_AT);
}

export function resetJitter(jitter: Jitter, room: usize): void {
  jitter.room = room;
  jitter.running = false;
  jitter.gap = PAUSE;
  placeDelay(delayOf(jitter), room + BINS_AT);
  placeStore(storeOf(jitter), room + KEPT_AT);
  resetTape(tapeOf(jitter), room + SAMPLES_AT);
  resetConcealer(concealerOf(jitter), room + HISTORY_AT);
  resetDecoder(decoderOf(jitter));
}

/** Two ports with other seeds do not hiss alike. */
export function seedNoise(jitter: Jitter, seed: u32): void {
  noiseOf(jitter).seed = seed;
}

/** Nothing is played until the next packet begins anew. */
export function stop(jitter: Jitter): void {
  jitter.running = false;
}

/** Where, most likely, the codes lie that are decoded next. */
export function nextPayload(jitter: Jitter): usize {
  const store = storeOf(jitter);
  return payloadOf(store, slotOf(store, jitter.cursor + 1));
}

/** The timestamp of the sample that is played next. */
export function due(jitter: Jitter): u32 {
  return jitter.decoded - <u32>waiting(tapeOf(jitter));
}

/** A timestamp that is past as soon as it stands next. */
export function passed(jitter: Jitter): u32 {
  return jitter.decoded;
}

/** The transit until which sound waits now. */
export function waited(jitter: Jitter): u32 {
  return jitter.clock - due(jitter);
}

/** How long sound waits that comes as fast as any, in samples. */
export function nominalDelay(jitter: Jitter): i32 {
  if (!jitter.running) return 0;
  return max(0, <i32>(waited(jitter) - delayOf(jitter).least));
}

/** What packets have waited in the mean, in samples; late ones not at all. */
export function meanWait(jitter: Jitter): i32 {
  const waits = <u64>max(1, jitter.waits);
  return <i32>((jitter.waitSum + waits / 2) / waits);
}

/** Sound with this timestamp is due after the first delay. */
function anchor(jitter: Jitter, timestamp: u32): void {
  resetDelay(delayOf(jitter), jitter.clock - timestamp);
  dropWaiting(tapeOf(jitter));
  jitter.decoded = jitter.clock - delayOf(jitter).target;
}

/** Forgets what waits and begins with this packet, or a few before it. */
export function begin(jitter: Jitter, sequence: u16, timestamp: u32): void {
  emptyStore(storeOf(jitter));
  anchor(jitter, timestamp);
  jitter.cursor = sequence - REORDERED;
  jitter.newest = sequence;
  jitter.starting = true;
  jitter.running = true;
  jitter.patience = 0;
}
/** Half of what is kept: packets that the first one may have overtaken. */
const REORDERED: u16 = 32;
