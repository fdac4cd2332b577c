import { message } from "../support/sip_world.ts";

/** Offer of the phone: no test here reads it, each wants it back unchanged. */
export const OFFER = "v=0\r\no=- 1 1 IN IP4 10.0.0.2\r\ns=-\r\n";

interface Wording {
  readonly uri?: string;
  readonly branch?: string;
  readonly cseq?: number;
  readonly toTag?: string;
  readonly body?: string;
  readonly via?: string;
  readonly fields?: readonly string[];
}

/** A request of the phone at 10.0.0.2 to the agent at 10.0.0.1. */
export function request(method: string, wording: Wording = {}): string {
  const {
    uri = "sip:100@10.0.0.1",
    cseq = 1,
    branch = `z9hG4bK-${
      method === "ACK" || method === "CANCEL" ? "INVITE" : method
    }-${cseq}`,
    toTag,
    body = "",
    via = `Via: SIP/2.0/UDP 10.0.0.2:5062;branch=${branch}`,
    fields = [],
  } = wording;
  return message(`${method} ${uri} SIP/2.0`, [
    via,
    "Max-Forwards: 70",
    "From: <sip:200@10.0.0.2>;tag=phone",
    `To: <sip:100@10.0.0.1>${toTag ? `;tag=${toTag}` : ""}`,
    "Call-ID: call-1",
    `CSeq: ${cseq} ${method}`,
    "Contact: <sip:200@10.0.0.2:5062>",
    ...(body ? ["Content-Type: application/sdp"] : []),
    ...fields,
  ], body);
}

export const INVITE = request("INVITE", { body: OFFER });
