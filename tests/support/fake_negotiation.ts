import { milliseconds } from "../../runtime/base/units.ts";
import type {
  LocalAudio,
  Negotiation,
} from "../../runtime/call/negotiation.ts";
import type { Direction, RtpStream } from "../../runtime/sdp/stream.ts";

function streamOf(text: string): RtpStream | "unacceptable" | "malformed" {
  if (!text.startsWith("v=0")) return "malformed";
  if (!/ 8( |\r)/.test(text)) return "unacceptable";
  const direction: Direction = text.includes("a=sendonly")
    ? "recvonly"
    : "sendrecv";
  return {
    remote: { address: "192.0.2.7", port: 4000 },
    direction,
    codec: "pcma",
    sendPayloadType: 8,
    receive: [{ payloadType: 8, codec: "pcma" }],
    telephoneEvent: null,
    ptime: milliseconds(20),
  };
}

function describe(local: LocalAudio): string {
  return [
    "v=0",
    `o=- ${local.sessionId} ${local.sessionVersion} IN IP4 ${local.address}`,
    `m=audio ${local.rtpPort} RTP/AVP 8`,
    "",
  ].join("\r\n");
}

/** Offer and answer reduced to what a call needs of them. */
export const FAKE_NEGOTIATION: Negotiation = {
  makeOffer: describe,
  answerTo: (offer, local) => {
    const stream = streamOf(offer);
    if (typeof stream === "string") return stream;
    return { sdp: describe(local), stream };
  },
  acceptAnswer: (_offer, answer) => streamOf(answer),
};
