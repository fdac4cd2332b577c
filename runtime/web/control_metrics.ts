import { counter, gauge, labelled, type Metric } from "./metric.ts";

/** What the control thread counts of calls, commands, events and SIP. */
export const CONTROL_METRICS: readonly Metric[] = [
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
];
