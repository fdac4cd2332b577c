import { decimal, hasControl } from "../base/text.ts";
import type {
  Attribute,
  Connection,
  MediaDescription,
  Origin,
  SessionDescription,
} from "./description.ts";

/** What a description may measure; a bigger one is an attack, not a call. */
export const LIMITS = {
  characters: 16_384,
  lines: 512,
  media: 16,
  formats: 64,
} as const;

const HIGHEST_PORT = 65_535;

/** Mutable while it is read. */
interface Draft {
  origin: Origin | null;
  time: string;
  connection: Connection | null;
  readonly attributes: Attribute[];
  readonly media: MediaDraft[];
}

type MediaDraft = Omit<MediaDescription, "connection" | "attributes"> & {
  connection: Connection | null;
  readonly attributes: Attribute[];
};

/**
 * Reads a session description (RFC 8866). Lines may end in LF alone; what is
 * of no use to offer and answer is passed over.
 */
export function parseSdp(text: string): SessionDescription | "malformed" {
  if (text.length > LIMITS.characters) return "malformed";
  const lines = linesOf(text);
  if (lines.length > LIMITS.lines || lines[0] !== "v=0") return "malformed";
  const draft: Draft = {
    origin: null,
    time: "0 0",
    connection: null,
    attributes: [],
    media: [],
  };
  for (const line of lines.slice(1)) {
    if (!readLine(draft, line)) return "malformed";
  }
  return draft.origin ? { ...draft, origin: draft.origin } : "malformed";
}

function linesOf(text: string): string[] {
  const lines = text.split("\n").map((line) =>
    line.endsWith("\r") ? line.slice(0, -1) : line
  );
  while (lines.length > 0 && lines[lines.length - 1] === "") lines.pop();
  return lines;
}

/** Reads `x=value` into the draft; false when it is malformed. */
function readLine(draft: Draft, line: string): boolean {
  if (line[1] !== "=" || hasControl(line)) return false;
  const value = line.slice(2);
  switch (line[0]) {
    case "o":
      return readOrigin(draft, value);
    case "c":
      return readConnection(draft, value);
    case "m":
      return readMedia(draft, value);
    case "a":
      return readAttribute(draft, value);
    case "t":
      draft.time = isTime(value) ? value : draft.time;
      return isTime(value);
    default:
      return line[0] >= "a" && line[0] <= "z";
  }
}

function isTime(value: string): boolean {
  const [start, stop, ...more] = value.split(" ");
  return isDigits(start) && isDigits(stop ?? "") && more.length === 0;
}

function isDigits(text: string): boolean {
  return text.length <= 20 && /^[0-9]+$/.test(text);
}

function readOrigin(draft: Draft, value: string): boolean {
  const [username, sessionId, sessionVersion, ...rest] = value.split(" ");
  const connection = parseConnection(rest.join(" "));
  const fine = username !== "" && isDigits(sessionId ?? "") &&
    isDigits(sessionVersion ?? "") && connection !== null;
  if (!fine || draft.origin) return false;
  draft.origin = { username, sessionId, sessionVersion, connection };
  return true;
}

/** Of several `c=` lines of one level the first counts. */
function readConnection(draft: Draft, value: string): boolean {
  const connection = parseConnection(value);
  const level = draft.media.at(-1) ?? draft;
  level.connection ??= connection;
  return connection !== null;
}

/** `IN IP4 address`; what follows a slash is for multicast (RFC 8866 §5.7). */
function parseConnection(value: string): Connection | null {
  const [network, family, place, ...more] = value.split(" ");
  if (network !== "IN" || !place || more.length > 0) return null;
  if (family !== "IP4" && family !== "IP6") return null;
  return { family, address: place.split("/")[0] };
}

function readMedia(draft: Draft, value: string): boolean {
  const [kind, portText, protocol, ...formats] = value.split(" ");
  const port = decimal((portText ?? "").split("/")[0], HIGHEST_PORT);
  const fine = kind !== "" && port !== null && protocol &&
    formats.length > 0 && formats.length <= LIMITS.formats &&
    draft.media.length < LIMITS.media;
  if (!fine || formats.includes("")) return false;
  draft.media.push({
    kind,
    port,
    protocol,
    formats,
    connection: null,
    attributes: [],
  });
  return true;
}

function readAttribute(draft: Draft, value: string): boolean {
  const colon = value.indexOf(":");
  const attribute: Attribute = colon < 0
    ? [value, ""]
    : [value.slice(0, colon), value.slice(colon + 1)];
  (draft.media.at(-1) ?? draft).attributes.push(attribute);
  return attribute[0] !== "";
}
