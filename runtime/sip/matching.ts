import { formatHostPort } from "./host_port.ts";
import type { SipRequest, SipResponse } from "./message.ts";
import { tagOf } from "./name_addr.ts";
import { branchOf, hasUniqueBranch } from "./via.ts";

/**
 * By what a request is known to its server transaction (RFC 3261 §17.2.3); an
 * ACK by what its INVITE is known, and, given that method, a CANCEL too.
 * A branch without the magic cookie comes from RFC 2543, where the rest of the
 * message has to tell; To is left out there since an ACK has a tag more.
 */
export function serverKey(
  request: SipRequest,
  method = request.method,
): string {
  const { via, callId, cseq } = request;
  const matched = method === "ACK" ? "INVITE" : method;
  const branch = branchOf(via);
  const sentBy = formatHostPort(via).toLowerCase();
  if (hasUniqueBranch(via)) return `${matched} ${branch} ${sentBy}`;
  const from = tagOf(request.from) ?? "";
  const place = `${sentBy} ${branch}`;
  return [matched, request.uri, from, callId, cseq.number, place].join("\n");
}

/** By what a response is known to its client transaction (§17.1.3). */
export function clientKey({ via, cseq }: SipRequest | SipResponse): string {
  return `${cseq.method} ${branchOf(via)}`;
}

/**
 * The same of a request of ours of which the network quotes the beginning; null
 * where that ends too soon, or begins a response.
 */
export function quotedKey(text: string): string | null {
  const [, method, branch] =
    /^([A-Z]+) [^\r]*\r\nVia: [^\r]*;branch=([^;\r]+)[;\r]/.exec(text) ?? [];
  return branch === undefined ? null : `${method} ${branch}`;
}

/**
 * The same for each copy of a request that came here by several ways; null
 * where that cannot be (§8.2.2.2).
 */
export function mergeKey(request: SipRequest): string | null {
  if (request.method === "CANCEL" || tagOf(request.to) !== null) return null;
  const { callId, cseq } = request;
  const from = tagOf(request.from) ?? "";
  return [callId, from, cseq.number, cseq.method].join("\n");
}
