/** What the core exports. Addresses are offsets into its memory. */
import * as engine from "./engine";
import * as outgoing from "./keys_out";
import { decodeG711, encodeG711, initG711 } from "./codec/g711";
import {
  Detector,
  DETECTOR_BYTES,
  detect,
  initDetector,
  resetDetector,
} from "./tone/detector";
import {
  Port,
  clearKinds,
  eventsOf,
  keysOf,
  playerOf,
  recorderOf,
  setKind,
  sourceOf,
} from "./port";
import { Tone, renderTone, startTone } from "./tone/generator";
import { clear, read, room, write } from "./ring";
import { columnHertz, rowHertz } from "./tone/keys";
import { receivePacket, refuse } from "./hear";
import { initSine } from "./tone/sine";
import { initSpectrum } from "./tone/spectrum";
import { lostOf } from "./rtp/source";
import { resetEvents } from "./rtp/telephone_event";

export { drainEvents, eventList } from "./events";
export { mixParties } from "./mix/mix";
export { packetCount, packetList } from "./speak";
export { decodeG711, encodeG711 };

/**
 * Fills the tables and lays out memory for so many ports and mixes, none for
 * the parts alone. To be called once, before all else; false when there is not
 * that much memory.
 */
export function init(ports: i32, mixes: i32): bool {
  initG711();
  initSine();
  initSpectrum();
  initDetector();
  return engine.layOut(ports, mixes);
}

/** Memory from here on is the host's where no port or mix was laid out. */
export function heapBase(): usize {
  return (__heap_base + 15) & ~15;
}

/** Where the host may put a packet, or samples, of up to 8192 bytes. */
export function exchange(): usize {
  return EXCHANGE;
}
const EXCHANGE = memory.data(8192, 16);

// The engine

export function tick(): void {
  engine.tick();
}

export function openPort(
  index: i32,
  ssrc: u32,
  sequence: i32,
  timestamp: u32,
): void {
  const port = engine.openPort(index);
  port.ssrc = ssrc;
  port.sequence = <u16>sequence;
  port.timestamp = timestamp;
}

export function closePort(index: i32): void {
  engine.closePort(index);
}

/** Sets what is sent; what may be received is set by `accept` after it. */
export function setStream(
  index: i32,
  law: i32,
  payloadType: i32,
  eventPayloadType: i32,
  packetSamples: i32,
  sending: bool,
  receiving: bool,
): void {
  const port = engine.portAt(index);
  port.law = law;
  port.payloadType = payloadType;
  port.eventPayloadType = eventPayloadType;
  if (packetSamples != port.packetSamples) startPackets(port, packetSamples);
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
}

/** Lets a payload type be received as PCMU (1), PCMA (2) or event (9). */
export function accept(index: i32, payloadType: i32, kind: i32): void {
  setKind(engine.portAt(index), payloadType, kind);
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
  clear(playerOf(port));
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

export function readRecorder(index: i32, into: usize, samples: i32): i32 {
  return read(recorderOf(engine.portAt(index)), into, samples);
}

/** Says how the keys given to `addKey` next are to be sent. */
export function prepareKeys(index: i32, tone: i32, gap: i32): void {
  const port = engine.portAt(index);
  const keys = keysOf(port);
  if (!outgoing.isBusy(keys)) keys.asEvents = port.eventPayloadType >= 0;
  keys.toneSamples = tone;
  keys.gapSamples = gap;
}

export function addKey(index: i32, key: i32): bool {
  return outgoing.addKey(keysOf(engine.portAt(index)), key);
}

export function stopKeys(index: i32): void {
  outgoing.stop(keysOf(engine.portAt(index)));
}

export function emptyMix(mix: i32): void {
  engine.emptyMix(mix);
}

/** A mix below 0 is none; a gain is a whole number of 4096ths. */
export function joinMix(
  index: i32,
  mix: i32,
  talks: bool,
  listens: bool,
  gain: i32,
): void {
  const port = engine.portAt(index);
  port.mix = mix;
  port.talks = talks;
  port.listens = listens;
  port.gain = gain;
}

/** Six counters, in the order of the host's EngineStatistics. */
export function statistics(index: i32, into: usize): void {
  const port = engine.portAt(index);
  const source = sourceOf(port);
  store<u32>(into, source.received);
  store<u32>(into, port.packetsSent, 4);
  store<i32>(into, lostOf(source), 8);
  store<u32>(into, source.late, 12);
  store<u32>(into, source.reordered, 16);
  store<u32>(into, source.refused, 20);
}

// The parts, for hosts that have no ports: their state lies where they say

export function detectorBytes(): usize {
  return DETECTOR_BYTES;
}

export function detectorReset(detector: usize): void {
  resetDetector(changetype<Detector>(detector));
}

/** Hears up to 160 samples; the key that became certain in them, or −1. */
export function detectorHear(detector: usize, sound: usize, samples: i32): i32 {
  return detect(changetype<Detector>(detector), sound, samples);
}

export function detectorHeld(detector: usize): i32 {
  return changetype<Detector>(detector).held;
}

export function detectorStart(detector: usize): u32 {
  return changetype<Detector>(detector).start;
}

/** Writes a tone of one frequency, or of two where `high` is not 0. */
export function tone(
  low: f64,
  high: f64,
  peak: i32,
  samples: i32,
  out: usize,
): void {
  startTone(TONE, low, high, peak, samples);
  renderTone(TONE, out, samples);
}
const TONE = changetype<Tone>(memory.data(48, 16));

/** Writes the tone of a key. */
export function keyTone(key: i32, peak: i32, samples: i32, out: usize): void {
  tone(<f64>rowHertz(key), <f64>columnHertz(key), peak, samples, out);
}
