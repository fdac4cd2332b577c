import { samplesIn } from "../base/units.ts";
import type { EngineStream } from "../core/engine.ts";
import type { RtpStream } from "../sdp/stream.ts";

/** What was agreed, for the core: its packets hold whole blocks of 10 ms, 60 ms at most. */
export function engineStream(stream: RtpStream): EngineStream {
  const blocks = Math.round(samplesIn(stream.ptime) / 80);
  const { remote, direction } = stream;
  return {
    codec: stream.codec,
    sendPayloadType: stream.sendPayloadType,
    receive: stream.receive,
    telephoneEvent: stream.telephoneEvent,
    comfortNoise: stream.comfortNoise ?? null,
    ...stream.opus && { opus: stream.opus },
    ...stream.srtp && { srtp: stream.srtp },
    packetSamples: 80 * Math.max(1, Math.min(6, blocks)),
    sending: remote !== null && /^(sendrecv|sendonly)$/.test(direction),
    receiving: remote !== null && /^(sendrecv|recvonly)$/.test(direction),
  };
}

/** A stream that is off keeps its keys: it goes on by them when it is on again. */
export function withKeys(
  stream: RtpStream,
  before: RtpStream | null,
): RtpStream {
  const srtp = stream.srtp ?? (stream.remote ? undefined : before?.srtp);
  return srtp ? { ...stream, srtp } : stream;
}
