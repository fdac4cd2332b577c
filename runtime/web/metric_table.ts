import type { MediaTotals } from "../media/statistics.ts";
import type { Alive } from "../sip/user_agent.ts";
import type { Trunk } from "../trunk/trunk.ts";
import type { ProcessFigures } from "./process_figures.ts";

/** All that is read of the node for one scrape. */
export interface Readings {
  readonly node: string;
  readonly ready: boolean;
  readonly calls: number;
  readonly conferences: number;
  readonly members: number;
  readonly ended: readonly [EndedCall, number][];
  readonly requests: readonly [method: string, count: number][];
  readonly errors: readonly [code: string, count: number][];
  readonly overlooked: readonly [method: string, count: number][];
  readonly replays: number;
  readonly events: readonly [method: string, count: number][];
  readonly eventsHeld: number;
  readonly eventsDelivered: number;
  readonly subscribers: number;
  readonly sockets: number;
  readonly sip: Alive;
  readonly turnedAway: readonly [status: string, count: number][];
  readonly trunks: readonly Trunk[];
  readonly silences: readonly [why: string, count: number][];
  readonly timers: number;
  readonly media: MediaTotals;
  readonly process: ProcessFigures;
}

/** A call that was, as it is counted. */
export interface EndedCall {
  readonly direction: "inbound" | "outbound";
  /** Class of the INVITE's final response, such as `2xx`. */
  readonly status: string;
}

/** A value, and the labels that tell it from others of its metric. */
export type Sample = readonly [labels: Record<string, string>, value: number];

/** One metric whose value is read when it is asked for. */
export interface Metric {
  readonly name: string;
  readonly type: "counter" | "gauge";
  readonly help: string;
  readonly labels: readonly string[];
  read(now: Readings): readonly Sample[];
}

type Read = (now: Readings) => number | null | readonly Sample[];

function metric(type: Metric["type"]) {
  return (name: string, help: string, read: Read, ...labels: string[]) => ({
    name,
    type,
    help,
    labels,
    read: (now: Readings) => {
      const found = read(now);
      if (found === null) return [];
      return typeof found === "number" ? [[{}, found] as const] : found;
    },
  });
}

const gauge = metric("gauge");
const counter = metric("counter");

function labelled(label: string, counts: readonly [string, number][]) {
  return counts.map(([key, count]): Sample => [{ [label]: key }, count]);
}

function bothWays(received: number, sent: number): Sample[] {
  return labelled("direction", [["received", received], ["sent", sent]]);
}

/** One figure of each trunk. */
function ofTrunks(trunks: readonly Trunk[], of: (trunk: Trunk) => number) {
  return labelled("trunk", trunks.map((trunk) => [trunk.name, of(trunk)]));
}

function dialsRefused(trunks: readonly Trunk[]): Sample[] {
  return trunks.flatMap(({ name, refusals }) =>
    refusals.entries()
      .map(([reason, count]): Sample => [{ trunk: name, reason }, count])
  );
}

const inSeconds = (milliseconds: number) => milliseconds / 1000;

/** Every metric that is read, in the order in which it is told. */
export const METRIC_TABLE: readonly Metric[] = [
  gauge(
    "cti_node_ready",
    "Whether calls are taken: 1, or 0 while the node drains.",
    ({ node, ready }) => [[{ node }, Number(ready)]],
    "node",
  ),
  gauge("cti_calls", "Calls that there are now.", ({ calls }) => calls),
  gauge(
    "cti_conferences",
    "Conferences that there are now.",
    ({ conferences }) => conferences,
  ),
  gauge(
    "cti_conference_members",
    "Calls that are in a conference now.",
    ({ members }) => members,
  ),
  counter(
    "cti_calls_total",
    "Calls that have ended or were refused, by direction and by the class of the INVITE's final response; without those turned away.",
    ({ ended }) => ended.map(([labels, count]) => [{ ...labels }, count]),
    "direction",
    "status",
  ),
  counter(
    "cti_rpc_requests_total",
    "JSON-RPC requests by method; unknown: what is no method.",
    ({ requests }) => labelled("method", requests),
    "method",
  ),
  counter(
    "cti_rpc_errors_total",
    "JSON-RPC errors that were answered, by code.",
    ({ errors }) => labelled("code", errors),
    "code",
  ),
  counter(
    "cti_rpc_unknown_params_total",
    "Parameters that were given and ignored because the method has none of that name.",
    ({ overlooked }) => labelled("method", overlooked),
    "method",
  ),
  counter(
    "cti_rpc_replays_total",
    "Requests answered from what was kept by their idempotency_key.",
    ({ replays }) => replays,
  ),
  counter(
    "cti_events_total",
    "Events that have happened, by name.",
    ({ events }) => labelled("event", events),
    "event",
  ),
  counter(
    "cti_events_delivered_total",
    "Events handed to connections; one that three are told of counts thrice.",
    ({ eventsDelivered }) => eventsDelivered,
  ),
  gauge(
    "cti_event_log_events",
    "Events held in the log for who comes back.",
    ({ eventsHeld }) => eventsHeld,
  ),
  gauge(
    "cti_event_subscribers",
    "Connections that are told events, the node's own demo application too.",
    ({ subscribers }) => subscribers,
  ),
  gauge(
    "cti_websocket_connections",
    "WebSocket connections that are open.",
    ({ sockets }) => sockets,
  ),
  gauge(
    "cti_sip_sessions",
    "SIP sessions, from the INVITE to the end.",
    ({ sip }) => sip.sessions,
  ),
  gauge(
    "cti_sip_dialogs",
    "SIP dialogs (RFC 3261 §12).",
    ({ sip }) => sip.dialogs,
  ),
  gauge(
    "cti_sip_transactions",
    "SIP transactions that are not over yet (RFC 3261 §17).",
    ({ sip }) => sip.transactions,
  ),
  counter(
    "cti_sip_turned_away_total",
    "SIP requests refused without any state, by status; 503: no room, 403: a stranger.",
    ({ turnedAway }) => labelled("status", turnedAway),
    "status",
  ),
  counter(
    "cti_sip_silences_total",
    "SIP messages left without an answer; scanner: by the tool it names, banned: by a source refused too often.",
    ({ silences }) => labelled("why", silences),
    "why",
  ),
  gauge(
    "cti_trunk_up",
    "Whether the trunk can be called by: 1, or 0 while none of its hosts answers OPTIONS or its registration is refused.",
    ({ trunks }) => ofTrunks(trunks, ({ isDown }) => Number(!isDown)),
    "trunk",
  ),
  gauge(
    "cti_trunk_registered",
    "Whether we are registered at the trunk; absent where we do not register.",
    ({ trunks }) =>
      ofTrunks(
        trunks.filter(({ registered }) => registered !== null),
        ({ registered }) => Number(registered),
      ),
    "trunk",
  ),
  gauge(
    "cti_trunk_calls",
    "Calls by the trunk that there are now, both ways together.",
    ({ trunks }) => ofTrunks(trunks, ({ calls }) => calls),
    "trunk",
  ),
  counter(
    "cti_trunk_dials_total",
    "Dials that left by the trunk.",
    ({ trunks }) => ofTrunks(trunks, ({ dials }) => dials),
    "trunk",
  ),
  counter(
    "cti_trunk_dials_refused_total",
    "Dials that the trunk did not take: it is down or full, its dials of a minute (rate) are used up, or its rules forbid the number or the caller.",
    ({ trunks }) => dialsRefused(trunks),
    "trunk",
    "reason",
  ),
  gauge(
    "cti_media_ports",
    "Media ports that are open.",
    ({ media }) => media.openPorts,
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
  gauge(
    "cti_timers",
    "Timers that wait.",
    ({ timers, media }) =>
      labelled("thread", [["control", timers], ["media", media.timers]]),
    "thread",
  ),
  counter(
    "cti_process_cpu_seconds_total",
    "CPU time of the process, all threads together.",
    ({ process }) =>
      labelled("mode", [
        ["user", process.cpuUser],
        ["system", process.cpuSystem],
      ]),
    "mode",
  ),
  gauge(
    "cti_process_resident_memory_bytes",
    "Memory of the process that is in RAM.",
    ({ process }) => process.residentBytes,
  ),
  gauge(
    "cti_process_heap_bytes",
    "JavaScript heap in use, of the control thread.",
    ({ process }) => process.heapUsedBytes,
  ),
  gauge(
    "cti_process_external_bytes",
    "Memory outside the heap that the control thread's objects hold.",
    ({ process }) => process.externalBytes,
  ),
  gauge(
    "cti_process_open_fds",
    "Files and sockets that are open; absent where the system does not tell.",
    ({ process }) => process.openFiles,
  ),
];
