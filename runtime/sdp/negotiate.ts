import { milliseconds } from "../base/units.ts";
import {
  clockRateOf,
  codecOf,
  CODECS,
  COMFORT_NOISE,
  comfortNoiseIn,
  type Format,
  formatsOf,
  type NamedFormat,
} from "./codec.ts";
import type { CryptoLine } from "./crypto.ts";
import { describeAudio, describeSession, refusedMedia } from "./describe.ts";
import type { MediaDescription, SessionDescription } from "./description.ts";
import {
  CLOCK_RATE,
  type EventFormat,
  eventFormat,
  eventsIn,
} from "./events.ts";
import { flowOf, leadsAstray } from "./flow.ts";
import type { LocalAudio } from "./local_audio.ts";
import { hasNoise, opusCoding, soundFormat } from "./opus.ts";
import { parseSdp } from "./parse.ts";
import { agreedKeys, RTP_AVP, RTP_SAVP, takenKey } from "./profile.ts";
import { ptimeOf } from "./ptime.ts";
import { formatSdp } from "./serialize.ts";
import { KEYS } from "../core/keys.ts";
import type { AudioCodec, RtpStream, StreamEvents } from "./stream.ts";

export type { LocalAudio } from "./local_audio.ts";

/** `unacceptable`: nothing in it that we can do (488). */
export type Refused = "unacceptable" | "malformed";

export interface Settled {
  readonly sdp: string;
  readonly stream: RtpStream;
}

/** RFC 3551 §4.2. */
const DEFAULT_PTIME = milliseconds(20);
const ALL = Object.keys(CODECS) as AudioCodec[];

/** An offer, and the stream of it that we can do. */
export interface Reading {
  readonly theirs: SessionDescription;
  readonly audio: MediaDescription;
  readonly choice: Choice;
}

/**
 * Reads an offer (RFC 3264 §6): the first audio stream that we can do counts. An
 * offer whose audio has port 0 itself leaves the call without sound.
 */
export function readOffer(
  offer: string,
  local: LocalAudio,
): Reading | Refused {
  const theirs = parseSdp(offer);
  if (theirs === "malformed") return theirs;
  const streams = theirs.media.filter(({ kind, protocol }) =>
    kind === "audio" && (protocol === RTP_AVP || protocol === RTP_SAVP)
  );
  for (const audio of streams) {
    const choice = audio.port > 0 ? choose(audio, local) : null;
    if (!choice || leadsAstray(theirs, audio, local)) continue;
    return { theirs, audio, choice };
  }
  const audio = streams.find(({ port }) => port === 0);
  return audio ? { theirs, audio, choice: silent(local) } : "unacceptable";
}

/** Whether an offer that was read may be answered from this place of ours. */
export function isSafeAt(
  { theirs, audio }: Reading,
  local: LocalAudio,
): boolean {
  return audio.port === 0 || !leadsAstray(theirs, audio, local);
}

/** The same in one step. */
export function answerTo(
  offer: string,
  local: LocalAudio,
): Settled | Refused {
  const reading = readOffer(offer, local);
  return typeof reading === "string" ? reading : answerOf(reading, local);
}

/**
 * Answers an offer that was read: with the offerer's payload types; every other
 * stream is refused with port 0.
 */
export function answerOf(
  { theirs, audio, choice }: Reading,
  local: LocalAudio,
): Settled {
  const stream = agreed(theirs, audio, choice, local);
  const media = theirs.media.map((other) =>
    other === audio
      ? answered(audio, local, stream, choice.crypto)
      : refusedMedia(other)
  );
  return { sdp: formatSdp(describeSession(local, theirs.time, media)), stream };
}

/**
 * Reads the answer to an offer of ours (RFC 3264 §7). What we offered says
 * which payload types we receive, the answer which we send.
 */
export function acceptAnswer(
  offer: string,
  answer: string,
  forbids: (address: string) => boolean = () => false,
): RtpStream | Refused {
  const ours = parseSdp(offer);
  const theirs = parseSdp(answer);
  if (ours === "malformed") throw new TypeError("An offer of ours is no SDP");
  if (theirs === "malformed") return theirs;
  const slot = ours.media.findIndex(({ port }) => port > 0);
  const own = ours.media[slot];
  const audio = theirs.media[slot];
  if (!audio || audio.kind !== own.kind || audio.port === 0) {
    return "unacceptable";
  }
  if (audio.protocol !== own.protocol) return "unacceptable";
  const address = ours.connection?.address ?? "";
  if (leadsAstray(theirs, audio, { address, rtpPort: own.port, forbids })) {
    return "unacceptable";
  }
  return matched(theirs, audio, own) ?? "unacceptable";
}

export interface Choice {
  readonly codec: AudioCodec;
  readonly payloadType: number;
  readonly events: EventFormat | null;
  /** The payload type of comfort noise. */
  readonly comfortNoise: number | null;
  /** The key that the stream is made secret with; null for a plain one. */
  readonly crypto: CryptoLine | null;
}

function choose(
  audio: MediaDescription,
  local: LocalAudio,
): Choice | null {
  const formats = formatsOf(audio);
  const common = spoken(formats, local.codecs);
  if (common.length === 0) return null;
  const [{ codec }] = common;
  const events = local.telephoneEvent
    ? eventsIn(audio, formats, clockRateOf(codec))
    : null;
  const comfortNoise = local.comfortNoise && hasNoise(codec)
    ? comfortNoiseIn(formats)
    : null;
  const crypto = takenKey(audio, local.secrecy);
  if (crypto === "unacceptable") return null;
  return { ...common[0], events, comfortNoise, crypto };
}

/** For a stream that is off its codec does not matter. */
function silent({ codecs: [codec] }: LocalAudio): Choice {
  const { payloadType } = CODECS[codec];
  const events = null;
  return { codec, payloadType, events, comfortNoise: null, crypto: null };
}

/** The formats that are one of these codecs. */
function spoken(
  formats: readonly Format[],
  codecs: readonly AudioCodec[],
): { codec: AudioCodec; payloadType: number }[] {
  return formats.flatMap((format) => {
    const codec = codecOf(format);
    const { payloadType } = format;
    return codec && codecs.includes(codec) ? [{ codec, payloadType }] : [];
  });
}

/** What is the common case goes without saying. */
function streamEvents(send: EventFormat, receive: number): StreamEvents {
  const { payloadType, clockRate, keys } = send;
  return {
    send: payloadType,
    receive,
    ...(clockRate === CLOCK_RATE ? {} : { clockRate }),
    ...(keys === KEYS ? {} : { keys }),
  };
}

/** The stream that an answer of ours agrees to. */
function agreed(
  theirs: SessionDescription,
  audio: MediaDescription,
  choice: Choice,
  { ptime, secrecy, comfortNoise: dtx = false }: LocalAudio,
): RtpStream {
  const { codec, payloadType, events, comfortNoise, crypto } = choice;
  const send = crypto && secrecy?.keyFor(crypto.key.suite);
  return {
    ...flowOf(theirs, audio, true),
    codec,
    sendPayloadType: payloadType,
    receive: [{ payloadType, codec }],
    telephoneEvent: events && streamEvents(events, events.payloadType),
    ...bothWays(comfortNoise, comfortNoise),
    ...opusCoding(audio, choice, dtx),
    ptime: ptimeOf(audio, codec, ptime),
    ...send && { srtp: { send, receive: crypto.key } },
  };
}

function answered(
  audio: MediaDescription,
  local: LocalAudio,
  stream: RtpStream,
  crypto: CryptoLine | null,
): MediaDescription {
  if (audio.port === 0) return refusedMedia(audio);
  const { srtp } = stream;
  return describeAudio(local, {
    formats: answeredFormats(stream, local.comfortNoise ?? false),
    ptime: stream.ptime,
    direction: stream.direction,
    rtcpMux: stream.rtcp.mux,
    profile: {
      protocol: audio.protocol,
      crypto: crypto && srtp ? [{ tag: crypto.tag, key: srtp.send }] : [],
    },
  });
}

function answeredFormats(
  { codec, sendPayloadType, comfortNoise, telephoneEvent }: RtpStream,
  dtx: boolean,
): NamedFormat[] {
  const formats = [
    { ...soundFormat(codec, dtx), payloadType: sendPayloadType },
  ];
  if (comfortNoise) {
    formats.push({ ...COMFORT_NOISE, payloadType: comfortNoise.receive });
  }
  if (telephoneEvent) {
    const { receive, clockRate = CLOCK_RATE } = telephoneEvent;
    formats.push(eventFormat(receive, clockRate));
  }
  return formats;
}

/** Comfort noise is spoken where both sides have it. */
function bothWays(
  send: number | null,
  receive: number | null,
): Pick<RtpStream, "comfortNoise"> {
  const spoken = send !== null && receive !== null;
  return spoken ? { comfortNoise: { send, receive } } : {};
}

/** The stream that an answer to ours agrees to; null without codec or key. */
function matched(
  theirs: SessionDescription,
  audio: MediaDescription,
  own: MediaDescription,
): RtpStream | null {
  const [offered, formats] = [formatsOf(own), formatsOf(audio)];
  const receive = spoken(offered, ALL);
  const [chosen] = spoken(formats, receive.map(({ codec }) => codec));
  if (!chosen) return null;
  const clockRate = clockRateOf(chosen.codec);
  const send = eventsIn(audio, formats, clockRate);
  const hear = send && eventsIn(own, offered, send.clockRate);
  const both = hear && send && hear.clockRate === send.clockRate;
  const noise = comfortNoiseIn(offered);
  const srtp = agreedKeys(own, audio);
  if (srtp === "unacceptable") return null;
  return {
    ...flowOf(theirs, audio, false),
    codec: chosen.codec,
    sendPayloadType: chosen.payloadType,
    receive,
    telephoneEvent: both ? streamEvents(send, hear.payloadType) : null,
    ...hasNoise(chosen.codec) && bothWays(comfortNoiseIn(formats), noise),
    ...opusCoding(audio, chosen, noise !== null),
    ptime: ptimeOf(audio, chosen.codec, DEFAULT_PTIME),
    ...srtp && { srtp },
  };
}
