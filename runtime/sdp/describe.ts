import type {
  Attribute,
  MediaDescription,
  SessionDescription,
} from "./description.ts";
import { cryptoAttribute } from "./crypto.ts";
import { eventEncoding, type EventFormat, EVENTS } from "./events.ts";
import type { LocalAudio } from "./local_audio.ts";
import type { Profile } from "./profile.ts";
import { RTCP_MUX } from "./rtcp.ts";
import type { Direction } from "./stream.ts";

export interface AudioLines {
  readonly formats: readonly { payloadType: number; name: string }[];
  readonly events: Pick<EventFormat, "payloadType" | "clockRate"> | null;
  readonly ptime: LocalAudio["ptime"];
  readonly direction: Direction;
  readonly rtcpMux: boolean;
  readonly profile: Profile;
}

/** An audio stream of ours. */
export function describeAudio(
  local: LocalAudio,
  { formats, events, ptime, direction, rtcpMux, profile }: AudioLines,
): MediaDescription {
  const types = formats.map(({ payloadType }) => payloadType);
  const attributes: Attribute[] = [
    ...formats.map(({ payloadType, name }): Attribute => {
      return ["rtpmap", `${payloadType} ${name}`];
    }),
    ...(events ? eventAttributes(events) : []),
    ["ptime", String(ptime)],
    [direction, ""],
    ...profile.crypto.map(cryptoAttribute),
    ...(rtcpMux ? [[RTCP_MUX, ""] as const] : []),
  ];
  return {
    kind: "audio",
    port: local.rtpPort,
    protocol: profile.protocol,
    formats: (events ? [...types, events.payloadType] : types).map(String),
    connection: null,
    attributes,
  };
}

function eventAttributes(
  { payloadType, clockRate }: NonNullable<AudioLines["events"]>,
): Attribute[] {
  return [
    ["rtpmap", `${payloadType} ${eventEncoding(clockRate)}`],
    ["fmtp", `${payloadType} ${EVENTS}`],
  ];
}

/** A stream that is turned down: port 0 (RFC 3264 §6). */
export function refusedMedia(media: MediaDescription): MediaDescription {
  return { ...media, port: 0, connection: null, attributes: [] };
}

/** A description of ours around its streams. */
export function describeSession(
  local: LocalAudio,
  time: string,
  media: readonly MediaDescription[],
): SessionDescription {
  const { address, sessionId, sessionVersion, username = "-" } = local;
  const family = address.includes(":") ? "IP6" : "IP4";
  const connection = { family, address } as const;
  return {
    origin: {
      username,
      sessionId: String(sessionId),
      sessionVersion: String(sessionVersion),
      connection,
    },
    connection,
    time,
    attributes: [],
    media,
  };
}
