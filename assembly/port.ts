/** One port: what each tick looks at, and a room for all else, laid out here. */
import { FRAME_BYTES } from "./sound";
import { LEVEL_BYTES, Level, resetLevel } from "./level";
import { CODER_BYTES, Coder, resetCoder } from "./coder";
import { DTX_BYTES, Dtx, resetDtx } from "./rtp/dtx";
import { EVENTS_BYTES, EventIn, resetEvents } from "./rtp/telephone_event";
import { WIDE_LOG_BYTES } from "./rtp/store";
import {
  JITTER_BYTES,
  JITTER_ROOM_BYTES,
  Jitter,
  resetJitter,
} from "./rtp/jitter";
import { SOURCE_BYTES, Source } from "./rtp/source";
import { WIDE_BYTES, Wide } from "./rtp/wide_clock";
import {
  DETECTOR_BYTES,
  Detector,
  HISTORY_BYTES,
  resetDetector,
} from "./tone/detector";
import { RING_BYTES, RING_SAMPLES_BYTES, Ring, placeRing } from "./ring";
import { CADENCE_BYTES, Cadence } from "./tone/cadence";
import { INCOMING_BYTES, Incoming } from "./srtp/incoming";
import { KEYS_BYTES, Keys } from "./keys_out";
import { OUTGOING_BYTES, Outgoing, beginCounting } from "./srtp/outgoing";

export class Port {
  open: bool;
  /** In which of the ticks of 20 ms it is moved. */
  phase: i32;
  /** The stream, as it was negotiated. */
  sending: bool;
  receiving: bool;
  /** Both ways go as SRTP. */
  secret: bool;
  codec: i32;
  payloadType: i32;
  eventPayloadType: i32;
  /** NO_NOISE where silence is sent like speech. */
  noisePayloadType: i32;
  packetSamples: i32;
  /** Our RTP: who we are and what the next packet says. */
  ssrc: u32;
  sequence: u16;
  timestamp: u32;
  /** The next packet of sound begins a talk spurt (RFC 3551 §4.1). */
  marker: bool;
  /** Codes that wait for their packet to fill. */
  pending: i32;
  packetsSent: u32;
  octetsSent: u32;
  /** What of that another SSRC of ours had sent before this one. */
  packetsBefore: u32;
  octetsBefore: u32;
  /** No more comes for the player; it tells when it has run dry. */
  playerEnds: bool;
  recording: bool;
  /** One of its parties is in a mix, or was in the last tick. */
  meets: bool;
  /** Which of its two parties is in a mix now: the other one fades out. */
  party: i32;
  /** The gains of its voice there, and of its ear while it says nothing. */
  talks: i32;
  listens: i32;
  /** Which 10 ms of the frame heard last were made up, or moved: bit by bit. */
  altered: u32;
  /** Ticks since a key was last heard as a tone, and which it was. */
  toneKey: i32;
  toneAge: i32;
  /** The clock of the events that we send, in 8 kHz. */
  eventRate: i32;
  /** Keys that came as events since the last tick. */
  keysTold: i32;
  /** Where that lies which is much, or seldom looked at. */
  room: usize;
}

export const NO_NOISE: i32 = -1;
/** What a payload type stands for besides the codecs of `codec/payload`. */
export const REFUSED: i32 = 0;
export const TELEPHONE_EVENT: i32 = 9;
/** Above the kind of an event stands its clock rate, in 8 kHz. */
const KIND_BITS: i32 = 4;

export function isEvent(kind: i32): bool {
  return (kind & ((1 << KIND_BITS) - 1)) == TELEPHONE_EVENT;
}
export function clockRateOf(kind: i32): i32 {
  return kind >> KIND_BITS;
}

const PAYLOAD_TYPES: usize = 128;
/** 60 ms of linear sound. */
const PENDING_BYTES: usize = 960;

/** An odd number of cache lines: ports then share no sets of the cache. */
function inLines(bytes: usize): usize {
  return (((bytes + 63) >> 6) | 1) << 6;
}

/** What each tick looks at lies together, port behind port: that is few pages. */
const SOURCE_AT: usize = 112;
const JITTER_AT: usize = SOURCE_AT + SOURCE_BYTES;
const DETECTOR_AT: usize = JITTER_AT + JITTER_BYTES;
const LEVEL_AT: usize = DETECTOR_AT + DETECTOR_BYTES;
const CADENCE_AT: usize = LEVEL_AT + LEVEL_BYTES;
const PLAYER_AT: usize = CADENCE_AT + CADENCE_BYTES;
const RECORDER_AT: usize = PLAYER_AT + RING_BYTES;
const KEYS_AT: usize = RECORDER_AT + RING_BYTES;
/** So far each tick looks, if no key is sent. */
export const FIELDS_BYTES: usize = KEYS_AT + 16;
const EVENTS_AT: usize = KEYS_AT + KEYS_BYTES;
const DTX_AT: usize = EVENTS_AT + EVENTS_BYTES;
const KINDS_AT: usize = DTX_AT + DTX_BYTES;
export const PORT_BYTES: usize = inLines(KINDS_AT + PAYLOAD_TYPES);

/** In the room: sound and codes, and what is seldom looked at. */
const HEARD_AT: usize = 0;
/** One frame for what each of its two parties hears. */
const SPOKEN_AT: usize = HEARD_AT + FRAME_BYTES;
const PENDING_AT: usize = SPOKEN_AT + 2 * FRAME_BYTES;
const HISTORY_AT: usize = PENDING_AT + PENDING_BYTES;
const JITTER_ROOM_AT: usize = HISTORY_AT + HISTORY_BYTES;
const CODER_AT: usize = JITTER_ROOM_AT + JITTER_ROOM_BYTES;
const WIDE_AT: usize = (CODER_AT + CODER_BYTES + 15) & ~15;
const OUTGOING_AT: usize = WIDE_AT + WIDE_BYTES;
const INCOMING_AT: usize = OUTGOING_AT + OUTGOING_BYTES;
const PLAYED_AT: usize = inLines(INCOMING_AT + INCOMING_BYTES);
/** Last what most ports never touch: until then there is no memory behind it. */
const RECORDED_AT: usize = PLAYED_AT + RING_SAMPLES_BYTES;
const WIDE_LOG_AT: usize = RECORDED_AT + RING_SAMPLES_BYTES;
export const ROOM_BYTES: usize = inLines(WIDE_LOG_AT + WIDE_LOG_BYTES);

function part(port: Port, at: usize): usize {
  return changetype<usize>(port) + at;
}

export function sourceOf(port: Port): Source {
  return changetype<Source>(part(port, SOURCE_AT));
}
export function eventsOf(port: Port): EventIn {
  return changetype<EventIn>(part(port, EVENTS_AT));
}
export function cadenceOf(port: Port): Cadence {
  return changetype<Cadence>(part(port, CADENCE_AT));
}
export function keysOf(port: Port): Keys {
  return changetype<Keys>(part(port, KEYS_AT));
}
export function detectorOf(port: Port): Detector {
  return changetype<Detector>(part(port, DETECTOR_AT));
}
/** The level of what is heard. */
export function levelOf(port: Port): Level {
  return changetype<Level>(part(port, LEVEL_AT));
}
export function jitterOf(port: Port): Jitter {
  return changetype<Jitter>(part(port, JITTER_AT));
}
export function coderOf(port: Port): Coder {
  return changetype<Coder>(port.room + CODER_AT);
}
/** What is known of a peer's clock of 48 kHz. */
export function wideOf(port: Port): Wide {
  return changetype<Wide>(port.room + WIDE_AT);
}
/** Where payloads wait that the host decodes. */
export function wideLogOf(port: Port): usize {
  return port.room + WIDE_LOG_AT;
}
export function dtxOf(port: Port): Dtx {
  return changetype<Dtx>(part(port, DTX_AT));
}
/** What makes SRTP of what is sent, and plain what comes. */
export function outgoingOf(port: Port): Outgoing {
  return changetype<Outgoing>(port.room + OUTGOING_AT);
}
export function incomingOf(port: Port): Incoming {
  return changetype<Incoming>(port.room + INCOMING_AT);
}
export function playerOf(port: Port): Ring {
  return changetype<Ring>(part(port, PLAYER_AT));
}
export function recorderOf(port: Port): Ring {
  return changetype<Ring>(part(port, RECORDER_AT));
}
/** The frame that was heard in this tick, where it meets others. */
export function heardOf(port: Port): usize {
  return port.room + HEARD_AT;
}
/** The frame that is spoken in this tick, where it has met others. */
export function spokenOf(port: Port): usize {
  return port.room + SPOKEN_AT;
}
/** Codes that wait for a packet of more than a tick to fill. */
export function pendingOf(port: Port): usize {
  return port.room + PENDING_AT;
}

export function kindOf(port: Port, payloadType: i32): i32 {
  return <i32>load<u8>(part(port, KINDS_AT + <usize>payloadType));
}
export function setKind(port: Port, payloadType: i32, kind: i32): void {
  store<u8>(part(port, KINDS_AT + <usize>(payloadType & 127)), kind);
}
export function clearKinds(port: Port): void {
  memory.fill(part(port, KINDS_AT), <u8>REFUSED, PAYLOAD_TYPES);
}

/** From now on both ways are plain, and no key is left. */
export function forgetKeys(port: Port): void {
  port.secret = false;
  memory.fill(changetype<usize>(outgoingOf(port)), 0, OUTGOING_BYTES);
  memory.fill(changetype<usize>(incomingOf(port)), 0, INCOMING_BYTES);
}

/**
 * RFC 7160 §4.1: timestamps of another clock are those of another SSRC. Its
 * numbers begin low enough not to run over soon (RFC 3711 §3.3.1).
 */
export function beginSsrc(port: Port): void {
  if (!port.packetsSent) return;
  port.packetsBefore = port.packetsSent;
  port.octetsBefore = port.octetsSent;
  port.ssrc = port.ssrc * 1664525 + 1013904223;
  port.sequence &= 0x7fff;
  beginCounting(outgoingOf(port));
}

/** Gives a port its room. */
export function placePort(port: Port, room: usize): void {
  port.room = room;
  placeRing(playerOf(port), room + PLAYED_AT);
  placeRing(recorderOf(port), room + RECORDED_AT);
}

/** Samples of rings are written before they are read: left as they are. */
function clearPort(port: Port): void {
  const room = port.room;
  memory.fill(changetype<usize>(port), 0, PORT_BYTES);
  memory.fill(room, 0, PLAYED_AT);
  placePort(port, room);
}

/** Makes a port what it is before its first stream. */
export function resetPort(port: Port): void {
  clearPort(port);
  port.packetSamples = 160;
  port.eventRate = 1;
  port.noisePayloadType = NO_NOISE;
  port.toneKey = -1;
  port.marker = true;
  resetLevel(levelOf(port));
  resetCoder(coderOf(port));
  resetDtx(dtxOf(port));
  resetDetector(detectorOf(port), port.room + HISTORY_AT);
  resetJitter(jitterOf(port), port.room + JITTER_ROOM_AT);
  resetEvents(eventsOf(port));
}
