import { durationOf, milliseconds, type SampleCount } from "../base/units.ts";
import type { EngineStatistics } from "../core/engine.ts";
import { type VoiceQuality, voiceQuality } from "../rtp/voice_quality.ts";
import type { RtpStream } from "../sdp/stream.ts";
import type { QualityStatistics, RtcpStatistics } from "./statistics.ts";

/** How the sound was agreed on. */
type Agreed = Pick<RtpStream, "codec" | "ptime">;

/** Both directions of a port's sound; `agreed` is null before the first SDP. */
export function qualityOf(
  counts: EngineStatistics,
  rtcp: RtcpStatistics,
  agreed: Agreed | null,
): QualityStatistics {
  const heard = agreed && heardQuality(counts, rtcp, agreed);
  const sent = agreed && sentQuality(rtcp, agreed);
  return {
    heardR: heard && heard.rFactor,
    heardMosLq: heard && heard.mosLq,
    heardMosCq: heard && heard.mosCq,
    sentR: sent && sent.rFactor,
    sentMosLq: sent && sent.mosLq,
    sentMosCq: sent && sent.mosCq,
  };
}

/**
 * Packets that are not there in time are lost to the ear, whether they come
 * later or never. From mouth to ear there is a packet that had to be filled,
 * half the round trip, and our jitter buffer.
 */
function heardQuality(
  counts: EngineStatistics,
  { roundTripMs }: RtcpStatistics,
  { codec, ptime }: Agreed,
): VoiceQuality | null {
  const { packetsReceived, packetsDuplicated, packetsLost } = counts;
  const sent = packetsReceived - packetsDuplicated + packetsLost;
  if (sent <= 0) return null;
  const share = Math.min(1, (packetsLost + counts.packetsLate) / sent);
  const waited = durationOf(counts.meanDelaySamples as SampleCount);
  const delay = roundTripMs === null
    ? null
    : milliseconds(roundTripMs / 2 + ptime + waited);
  return voiceQuality({ codec, loss: { share }, delay });
}

/**
 * As far as the peer's RTCP says: it tells neither of packets that came too
 * late for its jitter buffer, nor how long that one waits.
 */
function sentQuality(
  { remoteLossShare: share, roundTripMs }: RtcpStatistics,
  { codec, ptime }: Agreed,
): VoiceQuality | null {
  if (share === null) return null;
  const delay = roundTripMs === null
    ? null
    : milliseconds(roundTripMs / 2 + ptime);
  return voiceQuality({ codec, loss: { share }, delay });
}
