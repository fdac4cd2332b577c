import {
  counter,
  gauge,
  labelled,
  type Metric,
  type Sample,
} from "./metric.ts";

function bothWays(received: number, sent: number): Sample[] {
  return labelled("direction", [["received", received], ["sent", sent]]);
}

const inSeconds = (milliseconds: number) => milliseconds / 1000;

/** What the media thread counts. */
export const MEDIA_METRICS: readonly Metric[] = [
  gauge(
    "cti_media_ports",
    "Media ports that are open.",
    ({ media }) => media.openPorts,
  ),
  gauge(
    "cti_media_mixes",
    "Mixes that are open: connections, conferences and rings that a parent hears.",
    ({ media }) => media.openMixes,
  ),
  counter(
    "cti_rtp_packets_total",
    "RTP packets of all media ports.",
    ({ media: { rtp } }) => bothWays(rtp.packetsReceived, rtp.packetsSent),
    "direction",
  ),
  counter(
    "cti_rtp_bytes_total",
    "Octets of sound and keys in these packets, without any header.",
    ({ media: { rtp } }) => bothWays(rtp.octetsReceived, rtp.octetsSent),
    "direction",
  ),
  counter(
    "cti_rtcp_packets_total",
    "RTCP datagrams of all media ports.",
    ({ media: { rtp } }) => bothWays(rtp.rtcpReceived, rtp.rtcpSent),
    "direction",
  ),
  counter(
    "cti_rtcp_packets_refused_total",
    "RTCP datagrams that were malformed or from a stranger.",
    ({ media }) => media.rtp.rtcpRefused,
  ),
  counter(
    "cti_rtp_packets_lost_total",
    "Packets that never came, by their sequence numbers (RFC 3550 A.3).",
    ({ media }) => media.rtp.packetsLost,
  ),
  counter(
    "cti_rtp_packets_late_total",
    "Packets that came after they were due.",
    ({ media }) => media.rtp.packetsLate,
  ),
  counter(
    "cti_rtp_packets_reordered_total",
    "Packets that another one, sent after them, had overtaken.",
    ({ media }) => media.rtp.packetsReordered,
  ),
  counter(
    "cti_rtp_packets_duplicated_total",
    "Packets that came once more.",
    ({ media }) => media.rtp.packetsDuplicated,
  ),
  counter(
    "cti_rtp_packets_refused_total",
    "Packets that were malformed, of a payload type not agreed on, or from a stranger.",
    ({ media }) => media.rtp.packetsRefused,
  ),
  counter(
    "cti_datagram_errors_total",
    "What went wrong with datagrams of the media thread, by its name in errno.h.",
    ({ media }) => labelled("error", Object.entries(media.errors)),
    "error",
  ),
  counter(
    "cti_heartbeat_beats_total",
    "Beats of the media thread.",
    ({ media }) => media.heartbeat.beats,
  ),
  counter(
    "cti_heartbeat_skipped_total",
    "Beats given up because the media thread stood still for too long.",
    ({ media }) => media.heartbeat.skipped,
  ),
  counter(
    "cti_heartbeat_late_total",
    "Beats that came over 20 ms late: everybody who called missed a packet.",
    ({ media }) => media.heartbeat.late,
  ),
  counter(
    "cti_heartbeat_over_budget_total",
    "Beats that took longer than the 5 ms to the next.",
    ({ media }) => media.heartbeat.overBudget,
  ),
  counter(
    "cti_heartbeat_busy_seconds_total",
    "Time that the media thread has spent in its beats.",
    ({ media }) => inSeconds(media.busy),
  ),
];
