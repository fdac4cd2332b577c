/** What the media thread counts and measures, as it tells it. */
import type { DatagramErrors, DatagramIo } from "../net/datagram.ts";

/** What RTCP tells of a port (RFC 3550 §6.4.1); null while it is not known. */
export interface RtcpStatistics {
  /** There and back, by the peer's last report, ms. */
  readonly roundTripMs: number | null;
  /** Interarrival jitter of what we receive, ms; known without RTCP. */
  readonly jitterMs: number | null;
  /** Of our packets, what the peer misses; below 0 where it got some twice. */
  readonly remoteLost: number | null;
  /** The same at its last report, as a share (0 to 1) of all until then. */
  readonly remoteLossShare: number | null;
  /** The same between its last two reports, as a share of 1. */
  readonly remoteFractionLost: number | null;
  /** Interarrival jitter of what the peer receives from us, ms. */
  readonly remoteJitterMs: number | null;
  readonly rtcpReceived: number;
  readonly rtcpSent: number;
  /** Malformed, or from another source. */
  readonly rtcpRefused: number;
}

/**
 * What the peer's voice is like here and what ours is like there, by the
 * E-model (ITU-T G.107, RFC 3611 §4.7.5): R from 0 to 100, mean opinion scores
 * from 1 to 4.5 of who listens (LQ) and of who converses (CQ). Null is what
 * cannot be known: of a port that has heard nothing, and without the peer's
 * RTCP.
 */
export interface QualityStatistics {
  readonly heardR: number | null;
  readonly heardMosLq: number | null;
  readonly heardMosCq: number | null;
  readonly sentR: number | null;
  readonly sentMosLq: number | null;
  readonly sentMosCq: number | null;
}

export interface PortStatistics extends RtcpStatistics, QualityStatistics {
  readonly packetsReceived: number;
  readonly packetsSent: number;
  readonly packetsLost: number;
  readonly packetsLate: number;
  readonly packetsReordered: number;
  readonly packetsDuplicated: number;
  /** Malformed, of an unknown payload type, or from another source. */
  readonly packetsRefused: number;
  /** Of the speech heard in its last 10 s, dBm0; null where there was none. */
  readonly speechLevel: number | null;
  /** Of payload alone: no headers, no padding. */
  readonly octetsReceived: number;
  readonly octetsSent: number;
}

/** How far gaps between packets stray from 20 ms, ms, since the start. */
export interface PacingReport {
  readonly gaps: number;
  readonly strayP50: number;
  readonly strayP99: number;
  readonly strayP999: number;
  readonly strayMax: number;
}

/** Answers `watch`: what the heartbeat has been like since the last one. */
export interface MediaHealth {
  readonly openPorts: number;
  /** Beats: 50 a second of each phase in which there are ports. */
  readonly ticks: number;
  /** Beats given up after the thread had stood still for over 200 ms. */
  readonly skipped: number;
  /** Lateness of the heartbeat in ms. */
  readonly latenessP50: number;
  readonly latenessP99: number;
  readonly latenessP999: number;
  readonly latenessMax: number;
  /** Time spent in the ticks, ms. */
  readonly busy: number;
  /** Since the thread began, whoever else has asked. */
  readonly totals: BeatTotals;
  /** Where the settings ask for it. */
  readonly pacing?: PacingReport;
  /** By libc, or by Deno's own sockets. */
  readonly io: DatagramIo;
  /** What went wrong with datagrams since the start, by its name in errno.h. */
  readonly errors: DatagramErrors;
}

/** What the watchdog has counted, in beats. */
export interface BeatTotals {
  readonly beats: number;
  /** By more than 20 ms. */
  readonly late: number;
  /** Given up. */
  readonly skipped: number;
  /** Took longer than the 5 ms from one phase to the next. */
  readonly overBudget: number;
}

/** What ports counted. */
export interface RtpTotals {
  packetsReceived: number;
  packetsSent: number;
  octetsReceived: number;
  octetsSent: number;
  packetsLost: number;
  packetsLate: number;
  packetsReordered: number;
  packetsDuplicated: number;
  packetsRefused: number;
  rtcpReceived: number;
  rtcpSent: number;
  rtcpRefused: number;
}

/** How values are spread; in the unit of the values. */
export interface Distribution {
  readonly count: number;
  readonly sum: number;
  /** How many of them were no more than each bound. */
  readonly within: readonly (readonly [bound: number, count: number])[];
}

/** Answers `sum`: since the thread began; it forgets nothing by that. */
export interface MediaTotals {
  readonly openPorts: number;
  readonly openMixes: number;
  readonly rtp: RtpTotals;
  readonly heartbeat: BeatTotals;
  /** Time spent in the ticks, ms. */
  readonly busy: number;
  /** Of the beats, ms. */
  readonly lateness: Distribution;
  /** What went wrong with datagrams, by its name in errno.h. */
  readonly errors: DatagramErrors;
  /** Timers that wait in the thread. */
  readonly timers: number;
}
