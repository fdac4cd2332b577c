import { utf8 } from "../../runtime/base/bytes.ts";
import type { SipRequest } from "../../runtime/sip/message.ts";
import { plainSdp } from "../support/plain_sdp.ts";
import { message } from "../support/sip_world.ts";

/** What is repeated from a request (RFC 3261 §8.2.6.2). */
const REPEATED = ["Via", "From", "To", "Call-ID", "CSeq"] as const;
const TAG = "tag=leaked";

/** A session description whose media goes nowhere. */
export function nowhere(host: string): string {
  return plainSdp(host, ["m=audio 40000 RTP/AVP 8"]);
}

/** A response to a request, such as `200 OK`. */
export function responseTo(
  request: SipRequest,
  status: string,
  more: readonly string[] = [],
  body = "",
): Uint8Array {
  const fields = REPEATED.flatMap((name) =>
    request.headers.lines(name).map((value) =>
      name === "To" && !value.includes("tag=")
        ? `${name}: ${value};${TAG}`
        : `${name}: ${value}`
    )
  );
  return utf8(message(`SIP/2.0 ${status}`, [...fields, ...more], body));
}

/**
 * What a telephone at `host:port` sends when it is asked that: `answers` picks
 * up, `busy` does not, and everybody else lets it ring.
 */
export function telephoneAt(place: string) {
  const invites = new Map<string, SipRequest>();
  return (request: SipRequest): Uint8Array[] => {
    const { method, uri, callId } = request;
    if (method === "ACK") return [];
    if (method !== "INVITE") {
      const invite = invites.get(callId);
      invites.delete(callId);
      const ok = responseTo(request, "200 OK");
      return invite && method === "CANCEL"
        ? [ok, responseTo(invite, "487 Request Terminated")]
        : [ok];
    }
    if (uri.includes("busy")) return [responseTo(request, "486 Busy Here")];
    const ringing = responseTo(request, "180 Ringing");
    if (!uri.includes("answers")) {
      invites.set(callId, request);
      return [ringing];
    }
    const [host] = place.split(":");
    const fields = [`Contact: <sip:${place}>`, "Content-Type: application/sdp"];
    return [ringing, responseTo(request, "200 OK", fields, nowhere(host))];
  };
}
