import type { Milliseconds } from "../base/units.ts";
import type { AudioCodec, RtpStream } from "../sdp/stream.ts";

/** What a description of ours says. */
export interface LocalAudio {
  readonly address: string;
  readonly rtpPort: number;
  readonly codecs: readonly AudioCodec[];
  readonly telephoneEvent: boolean;
  readonly ptime: Milliseconds;
  readonly sessionId: number;
  readonly sessionVersion: number;
}

/** RFC 3264 as the call room needs it. */
export interface Negotiation {
  makeOffer(local: LocalAudio): string;
  answerTo(
    offer: string,
    local: LocalAudio,
  ): { sdp: string; stream: RtpStream } | "unacceptable" | "malformed";
  acceptAnswer(
    offer: string,
    answer: string,
  ): RtpStream | "unacceptable" | "malformed";
}
