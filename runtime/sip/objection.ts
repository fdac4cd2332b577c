import {
  ACCEPT,
  ALLOW,
  EXTENSIONS,
  METHODS,
  OTHER_METHODS,
  SDP_TYPE,
} from "./capabilities.ts";
import type { Field, Headers } from "./headers.ts";
import { contentType, type SipRequest } from "./message.ts";
import { remoteTarget } from "./dialog.ts";
import { indexOutside, parseParameters, trimmed } from "./scan.ts";
import { parseUri } from "./uri.ts";

/** A final response other than 2xx, and what it has to say. */
export interface Objection {
  readonly status: number;
  readonly fields: readonly Field[];
}

/** What RFC 3261 §8.2 finds wrong with a request, in its order; or nothing. */
export function objectionTo(request: SipRequest): Objection | null {
  return methodObjection(request) ?? schemeObjection(request) ??
    extensionObjection(request) ??
    (request.method === "INVITE" ? inviteObjection(request) : null);
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

/** §8.2.3, and §8.1.1.8: an INVITE without Contact leads nowhere. */
function inviteObjection(request: SipRequest): Objection | null {
  const { headers, body } = request;
  if (remoteTarget(request) === null) return { status: 400, fields: [] };
  const encoding = headers.first("Content-Encoding") ?? "identity";
  if (encoding.toLowerCase() !== "identity") {
    return { status: 415, fields: [["Accept-Encoding", "identity"]] };
  }
  const readable = body.length === 0 || contentType(request) === SDP_TYPE;
  if (!readable && !isOptional(headers)) {
    return { status: 415, fields: [ACCEPT] };
  }
  return takesSdp(headers) ? null : { status: 406, fields: [] };
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

/** §20.11: a body that may be left unread, as if it were not there. */
function isOptional(headers: Headers): boolean {
  const disposition = headers.first("Content-Disposition") ?? "";
  const semicolon = indexOutside(disposition, ";");
  if (semicolon < 0) return false;
  const parameters = parseParameters(disposition.slice(semicolon));
  return parameters !== "malformed" &&
    parameters.get("handling")?.toLowerCase() === "optional";
}
