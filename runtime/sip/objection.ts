import {
  ALLOW,
  EXTENSIONS,
  METHODS,
  OTHER_METHODS,
  SDP_TYPE,
} from "./capabilities.ts";
import { contentOf } from "./content.ts";
import { DTMF_TYPES } from "./dtmf_body.ts";
import type { Field, Headers } from "./headers.ts";
import { contentType, type SipRequest } from "./message.ts";
import { remoteTarget } from "./dialog.ts";
import { replacesIn } from "./replaces.ts";
import { trimmed } from "./scan.ts";
import { asksSecurity, isSecure } from "./sips.ts";
import type { Hop } from "./transport.ts";

/** A final response other than 2xx, and what it has to say. */
export interface Objection {
  readonly status: number;
  readonly fields: readonly Field[];
}

/** What RFC 3261 §8.2 finds wrong with a request, in its order; or nothing. */
export function objectionTo(
  request: SipRequest,
  source: Hop,
): Objection | null {
  return methodObjection(request) ?? schemeObjection(request, source) ??
    extensionObjection(request) ?? contactObjection(request) ??
    replacesObjection(request) ?? packageObjection(request) ??
    bodyObjection(request) ?? acceptObjection(request);
}

/** §8.2.1. */
function methodObjection({ method }: SipRequest): Objection | null {
  const named = (methods: readonly string[]) => methods.includes(method);
  if (named(METHODS)) return null;
  return { status: named(OTHER_METHODS) ? 405 : 501, fields: [ALLOW] };
}

/** §8.2.2.1: a SIPS URI wants TLS on the last hop too (§26.2.2). */
function schemeObjection(request: SipRequest, source: Hop): Objection | null {
  const broken = asksSecurity(request) && !isSecure(source);
  return broken ? { status: 416, fields: [] } : null;
}

/** §8.2.2.3. */
function extensionObjection({ headers }: SipRequest): Objection | null {
  const unknown = headers.list("Require").filter((tag) => {
    return tag !== "" && !EXTENSIONS.includes(tag.toLowerCase());
  });
  if (unknown.length === 0) return null;
  return { status: 420, fields: [["Unsupported", unknown.join(", ")]] };
}

/** §8.1.1.8: an INVITE without Contact leads nowhere. */
function contactObjection(request: SipRequest): Objection | null {
  const isLost = request.method === "INVITE" && remoteTarget(request) === null;
  return isLost ? { status: 400, fields: [] } : null;
}

/**
 * RFC 3891 §3: one Replaces, and in an INVITE alone; but who says BYE has left,
 * whatever he says of it.
 */
function replacesObjection({ method, headers }: SipRequest): Objection | null {
  if (method === "BYE") return null;
  const replaces = replacesIn(headers);
  const isMisplaced = replaces !== null && method !== "INVITE";
  const isBad = replaces === "malformed" || isMisplaced;
  return isBad ? { status: 400, fields: [] } : null;
}

/** RFC 6086 §4.2.2: we have asked for no package of INFO. */
function packageObjection({ method, headers }: SipRequest): Objection | null {
  const named = method === "INFO" && headers.first("Info-Package") !== null;
  return named ? { status: 469, fields: [["Recv-Info", "nil"]] } : null;
}

/** §8.2.3; but who says BYE has left, whatever he says of it. */
function bodyObjection(request: SipRequest): Objection | null {
  const { method, headers, body } = request;
  if (body.length === 0 || method === "BYE") return null;
  const encoding = headers.first("Content-Encoding") ?? "identity";
  if (encoding.toLowerCase() !== "identity") {
    return { status: 415, fields: [["Accept-Encoding", "identity"]] };
  }
  const type = contentType(request);
  // Bytes of no type mean nothing where none have to be.
  if (type === null && method !== "INVITE") return null;
  if (method === "INFO" && DTMF_TYPES.includes(type ?? "")) return null;
  const { objection } = contentOf(headers, body);
  if (objection === 400) return { status: 400, fields: [] };
  return objection && unread(type, method === "INFO" ? DTMF_TYPES : [SDP_TYPE]);
}

const ENCRYPTED = ["application/pkcs7-mime", "application/x-pkcs7-mime"];

/** §23.2: of what is encrypted, 493: nobody has given us a key. */
function unread(type: string | null, taken: readonly string[]): Objection {
  if (ENCRYPTED.includes(type ?? "")) return { status: 493, fields: [] };
  return { status: 415, fields: [["Accept", taken.join(", ")]] };
}

/** §21.4.7: what we would answer with is not wanted. */
function acceptObjection({ method, headers }: SipRequest): Objection | null {
  const describes = method === "INVITE" || method === "UPDATE";
  if (!describes || takesSdp(headers)) return null;
  return { status: 406, fields: [] };
}

const SDP_RANGES = [SDP_TYPE, "application/*", "*/*"];

/** §20.1: without an Accept the answer to an INVITE may be SDP. */
function takesSdp(headers: Headers): boolean {
  const ranges = headers.list("Accept");
  return ranges.length === 0 ||
    ranges.some((range) =>
      SDP_RANGES.includes(trimmed(range.split(";")[0]).toLowerCase())
    );
}
