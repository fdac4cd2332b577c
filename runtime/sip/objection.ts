import {
  ACCEPT,
  ALLOW,
  EXTENSIONS,
  METHODS,
  OTHER_METHODS,
  SDP_TYPE,
} from "./capabilities.ts";
import { contentOf } from "./content.ts";
import type { Field, Headers } from "./headers.ts";
import type { SipRequest } from "./message.ts";
import { remoteTarget } from "./dialog.ts";
import { trimmed } from "./scan.ts";
import { parseUri } from "./uri.ts";

/** A final response other than 2xx, and what it has to say. */
export interface Objection {
  readonly status: number;
  readonly fields: readonly Field[];
}

/** What RFC 3261 §8.2 finds wrong with a request, in its order; or nothing. */
export function objectionTo(request: SipRequest): Objection | null {
  return methodObjection(request) ?? schemeObjection(request) ??
    extensionObjection(request) ?? contentObjection(request);
}

/** Requests in an INVITE's dialog that may describe the session anew. */
const DESCRIBING = ["PRACK", "UPDATE"];

function contentObjection(request: SipRequest): Objection | null {
  if (request.method === "INVITE") return inviteObjection(request);
  return DESCRIBING.includes(request.method) ? bodyObjection(request) : null;
}

/** §8.2.1. */
function methodObjection({ method }: SipRequest): Objection | null {
  const named = (methods: readonly string[]) => methods.includes(method);
  if (named(METHODS)) return null;
  return { status: named(OTHER_METHODS) ? 405 : 501, fields: [ALLOW] };
}

/** §8.2.2.1: a SIPS URI wants TLS on the last hop too (§26.2.2). */
function schemeObjection({ uri }: SipRequest): Objection | null {
  const parsed = parseUri(uri);
  const secure = typeof parsed !== "string" && parsed.scheme === "sips";
  return secure ? { status: 416, fields: [] } : null;
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
function inviteObjection(request: SipRequest): Objection | null {
  if (remoteTarget(request) === null) return { status: 400, fields: [] };
  return bodyObjection(request) ??
    (takesSdp(request.headers) ? null : { status: 406, fields: [] });
}

/** §8.2.3. */
function bodyObjection({ headers, body }: SipRequest): Objection | null {
  const encoding = headers.first("Content-Encoding") ?? "identity";
  if (encoding.toLowerCase() !== "identity") {
    return { status: 415, fields: [["Accept-Encoding", "identity"]] };
  }
  const { objection } = contentOf(headers, body);
  if (objection === null) return null;
  return { status: objection, fields: objection === 415 ? [ACCEPT] : [] };
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
