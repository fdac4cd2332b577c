import type { Silence } from "../../runtime/sip/admission.ts";
import { Counts } from "../../runtime/base/counts.ts";
import { Emitter } from "../../runtime/base/emitter.ts";
import { HandClock } from "../../runtime/base/hand_clock.ts";
import type { DetailRecord } from "../../runtime/call/detail_record.ts";
import type { MediaTotals } from "../../runtime/media/statistics.ts";
import type { MetricSources } from "../../runtime/web/metrics.ts";
import { readTrunks, trunksOf } from "./trunk_world.ts";

export const TOTALS: MediaTotals = {
  openPorts: 2,
  openMixes: 1,
  rtp: {
    packetsReceived: 1000,
    packetsSent: 900,
    packetsLost: 7,
    packetsLate: 6,
    octetsReceived: 160_000,
    octetsSent: 144_000,
    packetsReordered: 5,
    packetsDuplicated: 3,
    rtcpReceived: 12,
    rtcpSent: 11,
    rtcpRefused: 2,
    packetsRefused: 4,
  },
  heartbeat: { beats: 500, late: 2, skipped: 3, overBudget: 1 },
  busy: 250,
  lateness: { count: 500, sum: 1500, within: [[1, 100], [5, 490]] },
  errors: { ECONNREFUSED: 9 },
  timers: 1,
};

/** A node of which everything is known. */
export function metricSources() {
  const clock = new HandClock();
  const sources = {
    node: "0.0.0",
    calls: {
      size: 2,
      records: new Emitter<DetailRecord>(),
      refusals: new Emitter<number>(),
    },
    conferences: { size: 3, members: 5 },
    rpc: {
      requests: new Counts(),
      errors: new Counts(),
      overlooked: new Counts(),
      replays: 4,
    },
    events: { published: new Counts(), delivered: 40, subscribers: 3 },
    eventLog: { first: 11, last: 30 },
    userAgent: {
      counts: { transactions: 8, dialogs: 7, sessions: 6 },
      turnedAway: new Counts(),
      silences: new Counts<Silence>(),
    },
    trunks: trunksOf(readTrunks({ name: "carrier", hosts: "a" }), clock),
    media: { totals: () => Promise.resolve(TOTALS) },
    sockets: { size: 1 },
    clock,
    ready: () => true,
    process: () => ({
      cpuUser: 1.5,
      cpuSystem: 0.5,
      residentBytes: 60e6,
      heapUsedBytes: 10e6,
      externalBytes: 1e6,
      openFiles: null,
    }),
  } satisfies MetricSources;
  return sources;
}
