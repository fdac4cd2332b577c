/** The first step of a tick: what came in becomes this tick's sound and keys. */
import { FIRST, DUPLICATE, STRAY, Source, track } from "./rtp/source";
import { ENDED, reportAt } from "./tone/reports";
import {
  KEY_BY_EVENT,
  KEY_BY_TONE,
  KEY_ENDED,
  RECORDS_PER_PORT,
  happened,
} from "./events";
import {
  EVENT_BYTES,
  NO_KEY,
  durationAt,
  standingOf,
  takeEvent,
} from "./rtp/telephone_event";
import { NOTHING, detect } from "./tone/detector";
import { BLOCK, BLOCK_BYTES } from "./tone/screen";
import { Packet, parse } from "./rtp/packet";
import {
  Port,
  REFUSED,
  TELEPHONE_EVENT,
  clockRateOf,
  detectorOf,
  eventsOf,
  heardOf,
  incomingOf,
  isEvent,
  jitterOf,
  kindOf,
  levelOf,
  recorderOf,
  sourceOf,
  wideOf,
} from "./port";
import { FRAME, silence } from "./sound";
import { measure } from "./level";
import { COMFORT_NOISE, put } from "./rtp/arrival";
import { decoderOf, passed, stop } from "./rtp/jitter";
import { resetDecoder } from "./rtp/decoder";
import { OPUS, samplesIn } from "./codec/payload";
import { narrow } from "./rtp/wide_clock";
import { take } from "./rtp/play_out";
import { unprotect } from "./srtp/incoming";
import { write } from "./ring";

const PACKET = changetype<Packet>(memory.data(32, 16));
/** More than 200 ms in one packet is not speech. */
const LONGEST: i32 = 1600;
/** A key's tone and its event are one key when they come so close: 200 ms. */
const SAME_KEY: i32 = 10;
const AGED: i32 = 1000;
/** Keys in one tick: half of what a port may tell. */
const MOST_KEYS: i32 = RECORDS_PER_PORT / 2;

/** Counts a packet that is dropped unread. */
export function refuse(port: Port): bool {
  sourceOf(port).refused++;
  return false;
}

/** The tone of a key may leak out before its first event comes. */
function wasTone(port: Port, key: i32): bool {
  return port.toneKey == key && port.toneAge <= SAME_KEY;
}

/** Who presses more than fingers can keeps no other port from being heard. */
function tellKey(port: Port, index: i32, key: i32): void {
  const isNew = !wasTone(port, key) && port.keysTold++ < MOST_KEYS;
  if (isNew) happened(KEY_BY_EVENT, index, key);
  port.toneKey = NO_KEY;
}

/**
 * Mostly there is one event in a packet. Where there are more, each begins when
 * the one before it is over (RFC 4733 §2.5.1.5); what is no time long is none.
 */
function takeEvents(port: Port, index: i32, rate: i32): void {
  const events = eventsOf(port);
  const standing = standingOf(events, PACKET);
  let when = PACKET.timestamp;
  for (let at = 0; at + EVENT_BYTES <= PACKET.length; at += EVENT_BYTES) {
    const event = PACKET.payload + <usize>at;
    if (at && !durationAt(event)) return;
    const key = takeEvent(events, standing, when, event, rate);
    if (key != NO_KEY) tellKey(port, index, key);
    when += durationAt(event);
  }
}

/** Events say that there is no sound meanwhile, and nothing is to be made up. */
function takeKeys(port: Port, index: i32, standing: i32, rate: i32): void {
  takeEvents(port, index, rate);
  // Of another clock a timestamp says nothing about the time of the sound
  if (rate != 1 || port.codec == OPUS)
    PACKET.timestamp = passed(jitterOf(port));
  // What an event says is taken by now, however long it is: nothing is kept
  PACKET.length = 0;
  put(jitterOf(port), sourceOf(port), standing, PACKET, TELEPHONE_EVENT, 0);
}

/** Some send events as a stream of their own (RFC 4733 §2.6.2, RFC 7160 §4.1). */
function isApart(source: Source, kind: i32): bool {
  if (!isEvent(kind)) return false;
  return source.heard && source.ssrc != PACKET.ssrc;
}

/** What is of no stream of sound leaves that stream as it is. */
function takeApart(port: Port, index: i32, rate: i32): bool {
  sourceOf(port).received++;
  if (port.receiving) takeEvents(port, index, rate);
  return true;
}

/** A new sender's decoder knows nothing of the one before, nor do its tones. */
function beginAnew(port: Port, isOther: bool): void {
  const events = eventsOf(port);
  if (isOther && events.ssrc != PACKET.ssrc) events.heard = false;
  resetDecoder(decoderOf(jitterOf(port)));
}

function takeNoise(port: Port, standing: i32): void {
  put(jitterOf(port), sourceOf(port), standing, PACKET, COMFORT_NOISE, 0);
}

function takeSound(port: Port, standing: i32, codec: i32): void {
  const samples = samplesIn(codec, PACKET.payload, PACKET.length);
  // RFC 6263 §4.6: an empty one keeps a way open and says nothing
  if (samples == 0) return;
  put(jitterOf(port), sourceOf(port), standing, PACKET, codec, samples);
}

/** What is not so takes no sequence number from a packet that is. */
function isWellFormed(kind: i32): bool {
  if (kind == REFUSED) return false;
  if (isEvent(kind)) return PACKET.length >= EVENT_BYTES;
  if (kind == COMFORT_NOISE) return PACKET.length <= LONGEST;
  const samples = samplesIn(kind, PACKET.payload, PACKET.length);
  return samples >= 0 && samples <= LONGEST;
}

/** Takes one packet; false when it was refused. */
export function receivePacket(
  port: Port,
  index: i32,
  at: usize,
  length: i32,
): bool {
  if (!port.open) return refuse(port);
  // A length below 0 is no packet either
  if (port.secret) length = unprotect(incomingOf(port), at, length);
  if (!parse(PACKET, at, length)) return refuse(port);
  const kind = kindOf(port, PACKET.payloadType);
  if (!isWellFormed(kind)) return refuse(port);
  const source = sourceOf(port);
  const rate = clockRateOf(kind);
  if (isApart(source, kind)) return takeApart(port, index, rate);
  const isOther = source.ssrc != PACKET.ssrc;
  const standing = track(source, PACKET.ssrc, PACKET.sequence);
  source.octets += PACKET.length;
  if (standing == DUPLICATE || standing == STRAY) return true;
  if (standing == FIRST) beginAnew(port, isOther);
  if (kind == OPUS) PACKET.timestamp = narrow(wideOf(port), PACKET.timestamp);
  if (!port.receiving) return true;
  if (isEvent(kind)) takeKeys(port, index, standing, rate);
  else if (kind == COMFORT_NOISE) takeNoise(port, standing);
  else takeSound(port, standing, kind);
  return true;
}

/** A key that was heard as a tone counts where the source sends no events. */
function heardKey(port: Port, index: i32, key: i32, start: u32): void {
  if (eventsOf(port).heard) return;
  port.toneKey = key;
  port.toneAge = 0;
  happened(KEY_BY_TONE, index, key, start);
}

function takeReport(port: Port, index: i32, report: usize): void {
  const key = load<i32>(report);
  const start = load<u32>(report, 4);
  if (key < ENDED) return heardKey(port, index, key, start);
  if (eventsOf(port).heard) return;
  happened(KEY_ENDED, index, key & ~ENDED, start, load<u32>(report, 8));
}

/** What is not as it was sent shows neither a key nor the end of one. */
function detectIn(port: Port, index: i32, block: usize, altered: bool): void {
  const reports = detect(detectorOf(port), block, BLOCK, altered ? BLOCK : 0);
  for (let n = 0; n < reports; n++) takeReport(port, index, reportAt(n));
}

function detectKeys(port: Port, index: i32, sound: usize): void {
  const altered = port.altered;
  detectIn(port, index, sound, (altered & 1) != 0);
  detectIn(port, index, sound + BLOCK_BYTES, (altered & 2) != 0);
  const held = detectorOf(port).held != NOTHING;
  port.toneAge = held ? 0 : min(port.toneAge + 1, AGED);
}

function hearNothing(port: Port, sound: usize): u32 {
  stop(jitterOf(port));
  silence(sound, FRAME);
  return 0;
}

/** What ports hear that are in no mix: one after the other. */
const HEARD = memory.data(320, 16);

export function hear(port: Port, index: i32): void {
  const sound = port.meets ? heardOf(port) : HEARD;
  port.keysTold = 0;
  port.altered = port.receiving
    ? take(jitterOf(port), sound)
    : hearNothing(port, sound);
  measure(levelOf(port), sound);
  detectKeys(port, index, sound);
  if (port.recording) write(recorderOf(port), sound, FRAME);
}
