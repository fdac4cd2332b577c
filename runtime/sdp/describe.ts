import type {
  Attribute,
  MediaDescription,
  SessionDescription,
} from "./description.ts";
import { cryptoAttribute } from "./crypto.ts";
import type { NamedFormat } from "./codec.ts";
import type { LocalAudio } from "./local_audio.ts";
import type { Profile } from "./profile.ts";
import { RTCP_MUX } from "./rtcp.ts";
import type { Direction } from "./stream.ts";

export interface AudioLines {
  readonly formats: readonly NamedFormat[];
  readonly ptime: LocalAudio["ptime"];
  readonly direction: Direction;
  readonly rtcpMux: boolean;
  readonly profile: Profile;
}

/** An audio stream of ours. */
export function describeAudio(
  local: LocalAudio,
  { formats, ptime, direction, rtcpMux, profile }: AudioLines,
): MediaDescription {
  const attributes: Attribute[] = [
    ...formats.flatMap(formatAttributes),
    ["ptime", String(ptime)],
    [direction, ""],
    ...profile.crypto.map(cryptoAttribute),
    ...(rtcpMux ? [[RTCP_MUX, ""] as const] : []),
  ];
  return {
    kind: "audio",
    port: local.rtpPort,
    protocol: profile.protocol,
    formats: formats.map(({ payloadType }) => String(payloadType)),
    connection: null,
    attributes,
  };
}

function formatAttributes(
  { payloadType, name, parameters }: NamedFormat,
): Attribute[] {
  const named: Attribute = ["rtpmap", `${payloadType} ${name}`];
  if (parameters === undefined) return [named];
  return [named, ["fmtp", `${payloadType} ${parameters}`]];
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
