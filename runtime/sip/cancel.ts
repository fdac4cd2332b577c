import type { Field } from "./headers.ts";
import { makeRequest, type SipRequest } from "./message.ts";

/** The CANCEL of a request: the same way, the same names (RFC 3261 §9.1). */
export function cancelOf(
  invite: SipRequest,
  fields: readonly Field[],
): SipRequest {
  const { headers, uri, callId, cseq } = invite;
  const copy = (name: "Via" | "Route" | "From" | "To") =>
    headers.lines(name).map((value): Field => [name, value]);
  return makeRequest("CANCEL", uri, [
    ...copy("Via"),
    ["Max-Forwards", "70"],
    ...copy("Route"),
    ...copy("From"),
    ...copy("To"),
    ["Call-ID", callId],
    ["CSeq", `${cseq.number} CANCEL`],
    ...fields,
  ]);
}
