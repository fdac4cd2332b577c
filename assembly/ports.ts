/** The ports as the host sees them: a port is an index. */
import * as engine from "./engine";
import * as outgoing from "./keys_out";
import { startCadence, stopCadence } from "./tone/cadence";
import {
  Port,
  beginSsrc,
  cadenceOf,
  clearKinds,
  coderOf,
  dtxOf,
  eventsOf,
  forgetKeys,
  incomingOf,
  jitterOf,
  keysOf,
  levelOf,
  outgoingOf,
  playerOf,
  recorderOf,
  setKind,
  sourceOf,
  wideLogOf,
} from "./port";
import { FRAME } from "./sound";
import { clear, fadeOut, read, room, write } from "./ring";
import { readLevel } from "./level";
import { receivePacket, refuse } from "./hear";
import { expectedOf, highestOf, lostOf, missingOf } from "./rtp/source";
import { meanWait, nominalDelay, seedNoise, storeOf } from "./rtp/jitter";
import { resetCoder } from "./coder";
import { OPUS, clockOf } from "./codec/payload";
import { resetDtx } from "./rtp/dtx";
import {
  isAuthentic as isGenuine,
  setIncoming,
  unprotectControl,
} from "./srtp/incoming";
import { protectControl as lockControl, setOutgoing } from "./srtp/outgoing";
import { resetEvents } from "./rtp/telephone_event";
import { widenStore } from "./rtp/store";

export function tick(phase: i32): void {
  engine.tick(phase);
}

export function openPort(
  index: i32,
  ssrc: u32,
  sequence: i32,
  timestamp: u32,
  phase: i32,
): void {
  const port = engine.openPort(index, phase);
  port.ssrc = ssrc;
  port.sequence = <u16>sequence;
  port.timestamp = timestamp;
  seedNoise(jitterOf(port), ssrc);
}

export function movePort(index: i32, phase: i32): void {
  engine.movePort(index, phase);
}

export function closePort(index: i32): void {
  engine.closePort(index);
}

/** Sets what is sent; what may be received is set by `accept` after it. */
export function setStream(
  index: i32,
  codec: i32,
  payloadType: i32,
  eventPayloadType: i32,
  packetSamples: i32,
  sending: bool,
  receiving: bool,
): void {
  const port = engine.portAt(index);
  const other = codec != port.codec || packetSamples != port.packetSamples;
  if (other) startPackets(port, packetSamples);
  if (clockOf(codec) != clockOf(port.codec)) beginSsrc(port);
  port.codec = codec;
  port.payloadType = payloadType;
  port.eventPayloadType = eventPayloadType;
  port.marker = port.marker || (sending && !port.sending);
  port.sending = sending;
  port.receiving = receiving;
  clearKinds(port);
  if (eventPayloadType < 0) dropEvents(port);
}

/** Without events keys go out as tones, and tones that come in are keys. */
function dropEvents(port: Port): void {
  outgoing.useTones(keysOf(port));
  resetEvents(eventsOf(port));
}

function startPackets(port: Port, samples: i32): void {
  port.timestamp += port.pending;
  port.pending = 0;
  port.packetSamples = samples;
  resetCoder(coderOf(port));
}

/** Sends silence as comfort noise of this payload type; below 0 as sound. */
export function setComfortNoise(index: i32, payloadType: i32): void {
  const port = engine.portAt(index);
  if (payloadType == port.noisePayloadType) return;
  port.noisePayloadType = payloadType;
  resetDtx(dtxOf(port));
}

/** The clock of the events that are sent from now on, in 8 kHz. */
export function setEventRate(index: i32, rate: i32): void {
  engine.portAt(index).eventRate = rate;
}

/**
 * Lets a payload type be received as PCMU (1), PCMA (2), GSM (3), DVI4 (4),
 * Opus (5), comfort noise (10) or event (9, and 16 times its clock rate in 8 kHz).
 */
export function accept(index: i32, payloadType: i32, kind: i32): void {
  const port = engine.portAt(index);
  if (kind == OPUS) widenStore(storeOf(jitterOf(port)), wideLogOf(port));
  setKind(port, payloadType, kind);
}

/**
 * Lets both ways go as SRTP. At `keys` lie two master keys of 16 octets with
 * salts of 14: ours, at 32 the peer's. What has the same key as before goes on.
 */
export function secure(
  index: i32,
  keys: usize,
  ourTag: i32,
  theirTag: i32,
  theirKeyName: i32,
): void {
  const port = engine.portAt(index);
  setOutgoing(outgoingOf(port), keys, ourTag);
  setIncoming(incomingOf(port), keys + 32, theirTag, theirKeyName);
  port.secret = true;
}

/** Both ways are plain. */
export function expose(index: i32): void {
  const port = engine.portAt(index);
  if (port.secret) forgetKeys(port);
}

/** Whether a packet is SRTP by the peer's key; nothing is taken by that. */
export function isAuthentic(index: i32, at: usize, length: i32): bool {
  return isGenuine(incomingOf(engine.portAt(index)), at, length);
}

/** Makes SRTCP of RTCP; gives how long it is then. */
export function protectControl(index: i32, at: usize, length: i32): i32 {
  return lockControl(outgoingOf(engine.portAt(index)), at, length);
}

/** Makes RTCP of SRTCP; gives how long it is then, below 0 where it is none. */
export function openControl(index: i32, at: usize, length: i32): i32 {
  return unprotectControl(incomingOf(engine.portAt(index)), at, length);
}

export function receive(index: i32, at: usize, length: i32): bool {
  return receivePacket(engine.portAt(index), index, at, length);
}

/** Counts a packet that the host refused by itself. */
export function refusePacket(index: i32): void {
  refuse(engine.portAt(index));
}

export function playerRoom(index: i32): i32 {
  return room(playerOf(engine.portAt(index)));
}

export function feedPlayer(index: i32, from: usize, samples: i32): i32 {
  return write(playerOf(engine.portAt(index)), from, samples);
}

export function endPlayer(index: i32): void {
  engine.portAt(index).playerEnds = true;
}

export function clearPlayer(index: i32): void {
  const port = engine.portAt(index);
  fadeOut(playerOf(port));
  port.playerEnds = false;
}

export function startRecorder(index: i32): void {
  const port = engine.portAt(index);
  clear(recorderOf(port));
  port.recording = true;
}

export function stopRecorder(index: i32): void {
  engine.portAt(index).recording = false;
}

/**
 * In which blocks of 10 ms of the frame heard last, bit 0 the first, more than
 * 2 ms of sound were made up or moved.
 */
export function alteredBlocks(index: i32): u32 {
  return engine.portAt(index).altered;
}

export function readRecorder(index: i32, into: usize, samples: i32): i32 {
  return read(recorderOf(engine.portAt(index)), into, samples);
}

/** Says how the keys given to `addKey` next are to be sent. */
export function prepareKeys(
  index: i32,
  tone: i32,
  gap: i32,
  lowPeak: i32,
  highPeak: i32,
  asTones: bool,
): void {
  const port = engine.portAt(index);
  const keys = keysOf(port);
  const asEvents = port.eventPayloadType >= 0 && !asTones;
  if (!outgoing.isBusy(keys)) keys.asEvents = asEvents;
  keys.toneSamples = tone;
  keys.gapSamples = gap;
  keys.lowPeak = lowPeak;
  keys.highPeak = highPeak;
}

export function addKey(index: i32, key: i32): bool {
  return outgoing.addKey(keysOf(engine.portAt(index)), key);
}

/** The port says a tone in its cadence until it is over or stopped. */
export function startTone(
  index: i32,
  low: f64,
  high: f64,
  lowPeak: i32,
  highPeak: i32,
  on: i32,
  off: i32,
  times: i32,
): void {
  const cadence = cadenceOf(engine.portAt(index));
  startCadence(cadence, low, high, lowPeak, highPeak, on, off, times);
}

export function stopTone(index: i32): void {
  stopCadence(cadenceOf(engine.portAt(index)));
}

export function stopKeys(index: i32): void {
  outgoing.stop(keysOf(engine.portAt(index)));
}

/** Counters, in the order of the host's EngineStatistics. */
export function statistics(index: i32, into: usize): void {
  const port = engine.portAt(index);
  const source = sourceOf(port);
  store<u32>(into, source.received);
  store<u32>(into, port.packetsSent, 4);
  store<i32>(into, lostOf(source), 8);
  store<u32>(into, source.late, 12);
  store<u32>(into, source.reordered, 16);
  store<u32>(into, source.refused, 20);
  store<u32>(into, source.duplicated, 24);
  store<i32>(into, source.jitter >> 4, 28);
  const jitter = jitterOf(port);
  store<u32>(into, jitter.concealed, 32);
  store<u32>(into, jitter.discarded, 36);
  store<u32>(into, jitter.inserted, 40);
  store<i32>(into, nominalDelay(jitter), 44);
  store<i32>(into, meanWait(jitter), 48);
  store<u32>(into, port.octetsSent, 52);
  store<u32>(into, source.octets, 56);
  store<u32>(into, port.ssrc, 60);
  const when = port.timestamp + port.pending - FRAME;
  store<u32>(into, when * clockOf(port.codec), 64);
  store<u32>(into, source.heard ? 1 : 0, 68);
  store<u32>(into, source.ssrc, 72);
  store<u32>(into, highestOf(source), 76);
  store<u32>(into, expectedOf(source), 80);
  store<i32>(into, missingOf(source), 84);
  store<u32>(into, port.packetsSent - port.packetsBefore, 88);
  store<u32>(into, port.octetsSent - port.octetsBefore, 92);
}

/** The levels of what a port hears, as `readLevel` writes them. */
export function levels(index: i32, into: usize): void {
  readLevel(levelOf(engine.portAt(index)), into);
}
