import { concat, utf8 } from "../../../runtime/base/bytes.ts";
import { statelessTag } from "../../../runtime/sip/stateless_tag.ts";

/** What becomes of a message: the final status of its answer, or none. */
export type Fate = number | "dropped";

/** A message that is hard to read, and what the node makes of it. */
export interface Specimen {
  /** RFC, clause and name there. */
  readonly source: string;
  /** What makes it hard. */
  readonly what: string;
  readonly bytes: Uint8Array;
  /** As a datagram. */
  readonly fate: Fate;
  /** On a stream, where that differs. */
  readonly onStream?: Fate | "waits";
  /** Of a node that reads the offer, where that differs. */
  readonly ofNode?: Fate;
}

/** Address that the offers name; nobody is there (RFC 5737). */
const MEDIA = "192.0.2.77";

export const OFFER = lines(
  "v=0",
  `o=torture 88 5 IN IP4 ${MEDIA}`,
  "s=-",
  `c=IN IP4 ${MEDIA}`,
  "t=0 0",
  "m=audio 41000 RTP/AVP 8 0",
  "m=video 41002 RTP/AVP 31",
  "a=rtpmap:31 H261/90000",
);

export const SDP = "Content-Type: application/sdp";

/** Lines, each with its CRLF. */
export function lines(...all: readonly string[]): string {
  return all.map((line) => `${line}\r\n`).join("");
}

/** Stands for a word that no other message has. */
export const OWN = "{own}";

/** A head as it is given and an empty line; then a body. */
export function raw(
  head: readonly string[],
  body: string | Uint8Array = "",
): Uint8Array {
  const text = `${lines(...head)}\r\n`;
  const own = statelessTag("", utf8(text));
  const tail = typeof body === "string" ? utf8(body) : body;
  return concat([utf8(text.replaceAll(OWN, own)), tail]);
}

/** The same, with a true Content-Length at the end of its head. */
export function whole(
  head: readonly string[],
  body: string | Uint8Array = "",
): Uint8Array {
  const { length } = typeof body === "string" ? utf8(body) : body;
  return raw([...head, `Content-Length: ${length}`], body);
}

/** The fields of a request that nothing is wrong with. */
export function ordinary(method: string): string[] {
  return [
    `Via: SIP/2.0/UDP field.example;branch=z9hG4bK-${OWN}`,
    "Max-Forwards: 70",
    "From: <sip:probe@field.example>;tag=9fxced",
    "To: <sip:echo@node.example>",
    `Call-ID: ${OWN}@field.example`,
    `CSeq: 7 ${method}`,
    "Contact: <sip:probe@field.example>",
  ];
}

/** Those, with one replaced by name, or left out for want of another. */
export function except(
  method: string,
  name: string,
  ...instead: readonly string[]
): string[] {
  return ordinary(method).flatMap((field) =>
    field.startsWith(`${name}:`) ? instead : [field]
  );
}

export const INVITE = "INVITE sip:echo@node.example SIP/2.0";
export const OPTIONS = "OPTIONS sip:echo@node.example SIP/2.0";
export const REGISTER = "REGISTER sip:node.example SIP/2.0";
