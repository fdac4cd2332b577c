import {
  ACCEPT,
  ALLOW,
  EXTENSIONS,
  METHODS,
  OTHER_METHODS,
  SDP_TYPE,
} from "./capabilities.ts";
import type { Field } from "./headers.ts";
import { contentType, type SipRequest } from "./message.ts";
import { contactUri } from "./dialog.ts";

/** A final response other than 2xx, and what it has to say. */
export interface Objection {
  readonly status: number;
  readonly fields: readonly Field[];
}

/** What RFC 3261 §8.2 finds wrong with a request, in its order; or nothing. */
export function objectionTo(request: SipRequest): Objection | null {
  return methodObjection(request) ?? extensionObjection(request) ??
    (request.method === "INVITE" ? inviteObjection(request) : null);
}

/** §8.2.1. */
function methodObjection({ method }: SipRequest): Objection | null {
  const named = (methods: readonly string[]) => methods.includes(method);
  if (named(METHODS)) return null;
  return { status: named(OTHER_METHODS) ? 405 : 501, fields: [ALLOW] };
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
  if (contactUri(headers) === null) return { status: 400, fields: [] };
  const encoding = headers.first("Content-Encoding") ?? "identity";
  if (encoding.toLowerCase() !== "identity") {
    return { status: 415, fields: [["Accept-Encoding", "identity"]] };
  }
  const readable = body.length === 0 || contentType(request) === SDP_TYPE;
  return readable ? null : { status: 415, fields: [ACCEPT] };
}
