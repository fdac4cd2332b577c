import { Histogram, type Registry } from "prom-client";
import type { PortStatistics } from "../media/statistics.ts";

/**
 * ITU-T G.107 table B.1: where users begin to be dissatisfied nearly all, many,
 * some; satisfied; very satisfied. 4.5 is the most there is.
 */
const OPINIONS = [2.58, 3.1, 3.6, 4.03, 4.34, 4.5];
/** Seconds; twice what ITU-T G.114 says of one way: fine 0.15, the limit 0.4. */
const ROUND_TRIPS = [0.01, 0.03, 0.1, 0.2, 0.3, 0.5, 0.8, 1.5];
/** Seconds: parts of a packet of 20 ms, and what a jitter buffer can hide. */
const JITTERS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2];

/** What the calls that have ended were like. */
export class QualityHistograms {
  readonly #opinion: Histogram;
  readonly #roundTrip: Histogram;
  readonly #jitter: Histogram;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#opinion = new Histogram({
      name: "cti_call_mos",
      help:
        "Mean opinion score of ended calls by the E-model (ITU-T G.107), of listening (lq) and of conversation (cq), of what was heard here and of what was sent.",
      labelNames: ["direction", "kind"],
      buckets: OPINIONS,
      registers,
    });
    this.#roundTrip = new Histogram({
      name: "cti_call_round_trip_seconds",
      help: "Round trip of ended calls, by the last RTCP report.",
      buckets: ROUND_TRIPS,
      registers,
    });
    this.#jitter = new Histogram({
      name: "cti_call_jitter_seconds",
      help:
        "Interarrival jitter of ended calls at their end (RFC 3550 §6.4.1), of what was heard here and of what was sent.",
      labelNames: ["direction"],
      buckets: JITTERS,
      registers,
    });
  }

  /** A media port was closed. */
  observe(statistics: PortStatistics): void {
    const { heardMosLq, heardMosCq, sentMosLq, sentMosCq } = statistics;
    const { roundTripMs, jitterMs, remoteJitterMs } = statistics;
    note(this.#opinion, heardMosLq, { direction: "heard", kind: "lq" });
    note(this.#opinion, heardMosCq, { direction: "heard", kind: "cq" });
    note(this.#opinion, sentMosLq, { direction: "sent", kind: "lq" });
    note(this.#opinion, sentMosCq, { direction: "sent", kind: "cq" });
    note(this.#roundTrip, inSeconds(roundTripMs), {});
    note(this.#jitter, inSeconds(jitterMs), { direction: "heard" });
    note(this.#jitter, inSeconds(remoteJitterMs), { direction: "sent" });
  }
}

/** What is not known is not counted. */
function note(
  histogram: Histogram,
  value: number | null,
  labels: Record<string, string>,
): void {
  if (value !== null) histogram.observe(labels, value);
}

function inSeconds(ms: number | null): number | null {
  return ms === null ? null : ms / 1000;
}
