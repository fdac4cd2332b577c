import type { Field } from "./headers.ts";
import {
  makeResponse,
  NO_BODY,
  type SipRequest,
  type SipResponse,
} from "./message.ts";
import { tagOf } from "./name_addr.ts";
import { reasonPhrase } from "./reason_phrase.ts";

export interface Answer {
  readonly fields?: readonly Field[];
  readonly body?: Uint8Array;
}

/**
 * Why an offer is refused (RFC 3261 §21.4.26), in the one word that fits all:
 * there is no medium in it that the two sides share (§20.43).
 */
const WARNING: Field = ["Warning", '305 node "Incompatible media format"'];

/** Every response but 100 has a To tag of ours (RFC 3261 §8.2.6.2). */
export function respond(
  request: SipRequest,
  status: number,
  toTag: string,
  { fields = [], body = NO_BODY }: Answer = {},
): SipResponse {
  const to = request.headers.first("To") ?? "";
  const tagged = status === 100 || tagOf(request.to) !== null
    ? to
    : `${to};tag=${toTag}`;
  const why = status === 488 ? [WARNING] : [];
  const head = [...echoed(request, tagged, status), ...why, ...fields];
  return makeResponse(status, reasonPhrase(status), head, body);
}

/** What a response takes from its request (§8.2.6.2, §12.1.1). */
function echoed(request: SipRequest, to: string, status: number): Field[] {
  const { headers } = request;
  const copy = (name: "Via" | "Record-Route" | "Timestamp") =>
    headers.lines(name).map((value): Field => [name, value]);
  return [
    ...copy("Via"),
    ...(status > 100 && status < 300 ? copy("Record-Route") : []),
    ["From", headers.first("From") ?? ""],
    ["To", to],
    ["Call-ID", request.callId],
    ["CSeq", `${request.cseq.number} ${request.cseq.method}`],
    ...(status === 100 ? copy("Timestamp") : []),
  ];
}
