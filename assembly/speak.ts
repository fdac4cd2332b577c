/** The last step of a tick: what a port says becomes RTP packets. */
import {
  EVENT,
  beginNext,
  extend,
  isBusy,
  pauseEvents,
  segmentLength,
  render,
} from "./keys_out";
import { FRAME, addSound, silence } from "./sound";
import { HEADER_BYTES, writeHeader } from "./rtp/packet";
import { KEYS_SENT, PLAYED, happened } from "./events";
import { Cadence, isOn, renderCadence } from "./tone/cadence";
import {
  NO_NOISE,
  Port,
  cadenceOf,
  coderOf,
  dtxOf,
  keysOf,
  outOf,
  pendingOf,
  playerOf,
  spokenOf,
} from "./port";
import { NONE, isSpeech, listenTo, takesLevel } from "./rtp/dtx";
import { bytesFor, isG711 } from "./codec/payload";
import { code } from "./coder";
import { silenceG711 } from "./codec/g711";
import { filled, readFrame } from "./ring";
import { takeHeard } from "./members";
import { writeEvent } from "./rtp/telephone_event";

const EVENT_BYTES: i32 = 4;
/** −10 dBm0, as loud as our tones (RFC 4733 §2.3.5). */
const VOLUME: i32 = 10;

/** A packet that is ready: its port, where it lies, its bytes. */
const ENTRY_BYTES: usize = 12;
let list: usize = 0;
let count: i32 = 0;

export function packetListBytes(ports: i32): usize {
  return <usize>ports * 2 * ENTRY_BYTES;
}

export function initPackets(at: usize): void {
  list = at;
  count = 0;
}

export function clearPackets(): void {
  count = 0;
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

function ready(port: Port, index: i32, at: usize, length: i32): void {
  const entry = list + <usize>count * ENTRY_BYTES;
  count++;
  store<i32>(entry, index);
  store<usize>(entry, at, 4);
  store<i32>(entry, HEADER_BYTES + length, 8);
  port.sequence++;
  port.packetsSent++;
  port.octetsSent += length;
}

function head(port: Port, at: usize, marker: bool, type: i32, when: u32): void {
  writeHeader(at, marker, type, port.sequence, when, port.ssrc);
}

/** Silence is one packet that describes it, and then nothing (RFC 3389 §4). */
function sendNoise(port: Port, index: i32, at: usize): void {
  const dtx = dtxOf(port);
  port.marker = true;
  if (!takesLevel(dtx)) return;
  head(port, at, false, port.noisePayloadType, port.timestamp);
  store<u8>(at + HEADER_BYTES, <u8>dtx.sent);
  ready(port, index, at, 1);
}

function sendSound(port: Port, index: i32, at: usize): void {
  if (port.noisePayloadType != NO_NOISE) {
    if (!isSpeech(dtxOf(port))) return sendNoise(port, index, at);
    dtxOf(port).sent = NONE;
  }
  const bytes = bytesFor(port.codec, port.packetSamples);
  head(port, at, port.marker, port.payloadType, port.timestamp);
  memory.copy(at + HEADER_BYTES, pendingOf(port), <usize>bytes);
  port.marker = false;
  ready(port, index, at, bytes);
}

/** RFC 4733 §2.5.1: the first packet is marked, all bear the key's beginning. */
function sendEvent(port: Port, index: i32, at: usize): void {
  const keys = keysOf(port);
  const first = keys.duration == 0;
  const over = extend(keys, port.packetSamples);
  if (!port.sending) return;
  head(port, at, first, port.eventPayloadType, keys.timestamp);
  writeEvent(at + HEADER_BYTES, keys.key, over, VOLUME, segmentLength(keys));
  ready(port, index, at, EVENT_BYTES);
}

function tellKeysSent(port: Port, index: i32): void {
  const keys = keysOf(port);
  if (!isBusy(keys) && !keys.stopped) happened(KEYS_SENT, index, 0);
}

/** One packet's time of keys as events: an event or the pause behind it. */
function sendKeys(port: Port, index: i32, at: usize): void {
  const keys = keysOf(port);
  beginNext(keys, port.timestamp, port.eventRate);
  if (keys.step == EVENT) sendEvent(port, index, at);
  else {
    pauseEvents(keys, port.packetSamples);
    if (port.sending) sendSound(port, index, at);
  }
  tellKeysSent(port, index);
}

/** The time of one packet is over: it is an event's, or sound's. */
function sendPacket(port: Port, index: i32, packet: i32): void {
  const keys = keysOf(port);
  const at = outOf(port, packet);
  if (keys.asEvents && isBusy(keys)) sendKeys(port, index, at);
  else if (port.sending) sendSound(port, index, at);
  port.timestamp += port.packetSamples;
  port.pending = 0;
}

/** Plays over what is heard of the mix, which is fading; true when it plays. */
function play(port: Port, index: i32, heard: bool): bool {
  const player = playerOf(port);
  const waits = filled(player) > 0;
  if (waits) readFrame(player, heard ? FRAME_PLAYED : spokenOf(port));
  if (waits && heard) addSound(spokenOf(port), FRAME_PLAYED);
  if (port.playerEnds && !filled(player)) {
    port.playerEnds = false;
    happened(PLAYED, index, 0);
  }
  return waits;
}
const FRAME_PLAYED = memory.data(320, 16);

function sayKeys(port: Port, index: i32): bool {
  const keys = keysOf(port);
  if (keys.asEvents) silence(spokenOf(port), FRAME);
  else {
    render(keys, spokenOf(port), FRAME);
    tellKeysSent(port, index);
  }
  return true;
}

function sayTone(cadence: Cadence, port: Port): bool {
  renderCadence(cadence, spokenOf(port), FRAME);
  return true;
}

/** Own keys go before the own tone, that before player and mix; false: none. */
function say(port: Port, index: i32): bool {
  const heard = takeHeard(index);
  const cadence = cadenceOf(port);
  if (isBusy(keysOf(port))) return sayKeys(port, index);
  if (isOn(cadence)) return sayTone(cadence, port);
  return play(port, index, heard) || heard;
}

/** True when silence is the same code again and again, whatever was before. */
function hasSilentCode(port: Port): bool {
  return isG711(port.codec) && port.noisePayloadType == NO_NOISE;
}

/** Adds codes to the packet that is being filled. */
function fill(port: Port, sound: usize, samples: i32, says: bool): void {
  const payload = pendingOf(port);
  const pending = port.pending;
  if (says) code(coderOf(port), port.codec, sound, payload, pending, samples);
  else {
    const place = payload + <usize>pending;
    memory.fill(place, <u8>silenceG711(port.codec), samples);
  }
  port.pending += samples;
}

export function speak(port: Port, index: i32): void {
  let sound = spokenOf(port);
  let says = say(port, index);
  if (!says && !hasSilentCode(port)) {
    silence(sound, FRAME);
    says = true;
  }
  if (port.noisePayloadType != NO_NOISE) listenTo(dtxOf(port), sound);
  let packet = 0;
  for (let left = FRAME; left > 0; ) {
    const piece = min(left, port.packetSamples - port.pending);
    fill(port, sound, piece, says);
    if (port.pending == port.packetSamples) sendPacket(port, index, packet++);
    sound += (<usize>piece) << 1;
    left -= piece;
  }
}
