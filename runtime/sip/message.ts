import { contentOf } from "./content.ts";
import { type CSeq, parseCSeq } from "./cseq.ts";
import { type Field, Headers } from "./headers.ts";
import { type NameAddr, parseNameAddr } from "./name_addr.ts";
import { splitOutside } from "./scan.ts";
import { parseVia, type Via } from "./via.ts";

/** The fields that every message has, read once (RFC 3261 §8.1.1). */
export interface Essentials {
  /** The topmost Via. */
  readonly via: Via;
  readonly from: NameAddr;
  readonly to: NameAddr;
  readonly callId: string;
  readonly cseq: CSeq;
}

interface Parts {
  readonly headers: Headers;
  readonly body: Uint8Array;
}

export interface SipRequest extends Essentials, Parts {
  readonly kind: "request";
  readonly method: string;
  /** Request-URI. */
  readonly uri: string;
}

export interface SipResponse extends Essentials, Parts {
  readonly kind: "response";
  readonly status: number;
  readonly reason: string;
}

export type SipMessage = SipRequest | SipResponse;

export const NO_BODY: Uint8Array = new Uint8Array(0);

/** Which of the essential fields is missing or cannot be read. */
export type MissingField = "via" | "from" | "to" | "callId" | "cseq";

export function essentialsOf(headers: Headers): Essentials | MissingField {
  const via = parseVia(splitOutside(headers.first("Via") ?? "", ",")[0]);
  if (via === "malformed") return "via";
  const from = parseNameAddr(headers.first("From") ?? "");
  if (from === "malformed") return "from";
  const to = parseNameAddr(headers.first("To") ?? "");
  if (to === "malformed") return "to";
  const callId = headers.first("Call-ID");
  if (!callId) return "callId";
  const cseq = parseCSeq(headers.first("CSeq") ?? "");
  if (cseq === "malformed") return "cseq";
  return { via, from, to, callId, cseq };
}

function ownEssentials(headers: Headers): Essentials {
  const essentials = essentialsOf(headers);
  if (typeof essentials === "string") {
    throw new TypeError(`A message of ours lacks "${essentials}"`);
  }
  return essentials;
}

/** A request of ours. */
export function makeRequest(
  method: string,
  uri: string,
  fields: readonly Field[],
  body = NO_BODY,
): SipRequest {
  const headers = new Headers(fields);
  return {
    kind: "request",
    method,
    uri,
    headers,
    body,
    ...ownEssentials(headers),
  };
}

/** A response of ours. */
export function makeResponse(
  status: number,
  reason: string,
  fields: readonly Field[],
  body = NO_BODY,
): SipResponse {
  const headers = new Headers(fields);
  return {
    kind: "response",
    status,
    reason,
    headers,
    body,
    ...ownEssentials(headers),
  };
}

/** The media type of the body, in lower case and without parameters. */
export function contentType(message: SipMessage): string | null {
  const type = message.headers.first("Content-Type");
  return type === null ? null : type.split(";")[0].trim().toLowerCase();
}

/** The session description that a message carries. */
export function sdpOf({ headers, body }: SipMessage): string | null {
  return contentOf(headers, body).sdp;
}
