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
import {
  HEADER_BYTES,
  writeHeader,
  writeMarker,
  writeSequence,
} from "./rtp/packet";
import { OPEN, READY, UNCODED, addPacket, nextPacket } from "./packets";
import { KEYS_SENT, PLAYED, happened } from "./events";
import { Cadence, isOn, renderCadence } from "./tone/cadence";
import {
  NO_NOISE,
  Port,
  cadenceOf,
  coderOf,
  dtxOf,
  keysOf,
  outgoingOf,
  pendingOf,
  playerOf,
  spokenOf,
} from "./port";
import { NONE, isSpeech, listenTo, takesLevel } from "./rtp/dtx";
import { OPUS, bytesFor, clockOf, isG711 } from "./codec/payload";
import { code } from "./coder";
import { protect } from "./srtp/outgoing";
import { silenceG711 } from "./codec/g711";
import { filled, readFrame } from "./ring";
import { takeHeard } from "./members";
import { writeEvent } from "./rtp/telephone_event";

const EVENT_BYTES: i32 = 4;
/** −10 dBm0, as loud as our tones (RFC 4733 §2.3.5). */
const VOLUME: i32 = 10;

/** Counts a packet, makes SRTP of it; gives how long its payload is then. */
function close(port: Port, at: usize, length: i32): i32 {
  port.sequence++;
  port.packetsSent++;
  port.octetsSent += length;
  if (!port.secret) return length;
  return length + protect(outgoingOf(port), at, HEADER_BYTES + length);
}

/**
 * The packet at `nextPacket` is built. Where the host codes, it may leave one
 * out, and SRTP is made of them in their order: it lets them all be sealed.
 */
function ready(port: Port, index: i32, length: i32): void {
  if (port.codec == OPUS) addPacket(index, length, OPEN);
  else addPacket(index, close(port, nextPacket(), length), READY);
}

/**
 * Closes a packet with `length` octets of payload that the host has had; gives
 * how many octets it has in all.
 */
export function seal(port: Port, at: usize, length: i32, sound: bool): i32 {
  writeSequence(at, port.sequence);
  if (sound) {
    if (port.marker) writeMarker(at);
    port.marker = false;
  }
  return HEADER_BYTES + close(port, at, length);
}

function head(port: Port, marker: bool, type: i32, when: u32): void {
  const at = nextPacket();
  writeHeader(at, marker, type, port.sequence, when, port.ssrc);
}

function nextPayload(): usize {
  return nextPacket() + HEADER_BYTES;
}

/** A packet that no tick leaves half full is filled where it is sent from. */
function codesOf(port: Port): usize {
  return port.packetSamples > FRAME ? pendingOf(port) : nextPayload();
}

/** Silence is one packet that describes it, and then nothing (RFC 3389 §4). */
function sendNoise(port: Port, index: i32): void {
  const dtx = dtxOf(port);
  port.marker = true;
  if (!takesLevel(dtx)) return;
  head(port, false, port.noisePayloadType, port.timestamp);
  store<u8>(nextPayload(), <u8>dtx.sent);
  ready(port, index, 1);
}

function sendSound(port: Port, index: i32): void {
  if (port.noisePayloadType != NO_NOISE) {
    if (!isSpeech(dtxOf(port))) return sendNoise(port, index);
    dtxOf(port).sent = NONE;
  }
  const bytes = bytesFor(port.codec, port.packetSamples);
  const wide = port.codec == OPUS;
  const when = port.timestamp * clockOf(port.codec);
  head(port, port.marker && !wide, port.payloadType, when);
  const codes = codesOf(port);
  if (codes != nextPayload()) memory.copy(nextPayload(), codes, <usize>bytes);
  if (wide) return addPacket(index, bytes, UNCODED);
  port.marker = false;
  ready(port, index, bytes);
}

/** RFC 4733 §2.5.1: the first packet is marked, all bear the key's beginning. */
function sendEvent(port: Port, index: i32): void {
  const keys = keysOf(port);
  const first = keys.duration == 0;
  const over = extend(keys, port.packetSamples);
  if (!port.sending) return;
  head(port, first, port.eventPayloadType, keys.timestamp);
  writeEvent(nextPayload(), keys.key, over, VOLUME, segmentLength(keys));
  ready(port, index, EVENT_BYTES);
}

function tellKeysSent(port: Port, index: i32): void {
  const keys = keysOf(port);
  if (!isBusy(keys) && !keys.stopped) happened(KEYS_SENT, index, 0);
}

/** One packet's time of keys as events: an event or the pause behind it. */
function sendKeys(port: Port, index: i32): void {
  const keys = keysOf(port);
  beginNext(keys, port.timestamp, port.eventRate);
  if (keys.step == EVENT) sendEvent(port, index);
  else {
    pauseEvents(keys, port.packetSamples);
    if (port.sending) sendSound(port, index);
  }
  tellKeysSent(port, index);
}

/** The time of one packet is over: it is an event's, or sound's. */
function sendPacket(port: Port, index: i32): void {
  const keys = keysOf(port);
  if (keys.asEvents && isBusy(keys)) sendKeys(port, index);
  else if (port.sending) sendSound(port, index);
  port.timestamp += port.packetSamples;
  port.pending = 0;
}

/** Plays over what is heard of the mix, which is fading; true when it plays. */
function play(port: Port, index: i32, sound: usize, heard: bool): bool {
  const player = playerOf(port);
  const waits = filled(player) > 0;
  if (waits) readFrame(player, heard ? FRAME_PLAYED : sound);
  if (waits && heard) addSound(sound, FRAME_PLAYED);
  if (port.playerEnds && !filled(player)) {
    port.playerEnds = false;
    happened(PLAYED, index, 0);
  }
  return waits;
}
const FRAME_PLAYED = memory.data(320, 16);

function sayKeys(port: Port, index: i32, sound: usize): bool {
  const keys = keysOf(port);
  if (keys.asEvents) silence(sound, FRAME);
  else {
    render(keys, sound, FRAME);
    tellKeysSent(port, index);
  }
  return true;
}

function sayTone(cadence: Cadence, sound: usize): bool {
  renderCadence(cadence, sound, FRAME);
  return true;
}

/** Own keys go before the own tone, that before player and mix; false: none. */
function say(port: Port, index: i32, sound: usize): bool {
  const heard = port.meets && takeHeard(index);
  const cadence = cadenceOf(port);
  if (isBusy(keysOf(port))) return sayKeys(port, index, sound);
  if (isOn(cadence)) return sayTone(cadence, sound);
  return play(port, index, sound, heard) || heard;
}

/** True when silence is the same code again and again, whatever was before. */
function hasSilentCode(port: Port): bool {
  return isG711(port.codec) && port.noisePayloadType == NO_NOISE;
}

/** Adds codes to the packet that is being filled. */
function fill(port: Port, sound: usize, samples: i32, says: bool): void {
  const payload = codesOf(port);
  const pending = port.pending;
  if (says) code(coderOf(port), port.codec, sound, payload, pending, samples);
  else {
    const place = payload + <usize>pending;
    memory.fill(place, <u8>silenceG711(port.codec), samples);
  }
  port.pending += samples;
}

/** What ports say that are in no mix: one after the other. */
const SPOKEN = memory.data(320, 16);

export function speak(port: Port, index: i32): void {
  let sound = port.meets ? spokenOf(port) : SPOKEN;
  let says = say(port, index, sound);
  if (!says && !hasSilentCode(port)) {
    silence(sound, FRAME);
    says = true;
  }
  if (port.noisePayloadType != NO_NOISE) listenTo(dtxOf(port), sound);
  for (let left = FRAME; left > 0; ) {
    const piece = min(left, port.packetSamples - port.pending);
    fill(port, sound, piece, says);
    if (port.pending == port.packetSamples) sendPacket(port, index);
    sound += (<usize>piece) << 1;
    left -= piece;
  }
}
