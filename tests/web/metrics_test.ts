import assert from "node:assert/strict";
import type { UnixSeconds } from "../../runtime/base/units.ts";
import type { DetailRecord } from "../../runtime/call/detail_record.ts";
import type { PortStatistics } from "../../runtime/media/statistics.ts";
import { NO_STATISTICS } from "../../runtime/media/no_statistics.ts";
import { Metrics } from "../../runtime/web/metrics.ts";
import { metricSources } from "../support/metric_sources.ts";
import { readMetrics, valueOf } from "../support/prometheus_text.ts";
import { webTest } from "./support.ts";

/** A call that has ended. */
function record(
  callDir: "inbound" | "outbound",
  cause: number,
  answered: boolean,
  media: PortStatistics | null = null,
): DetailRecord {
  const now = 1_795_366_507 as UnixSeconds;
  const released = {
    type: "released",
    resId: "0.0.0-sys.call-1",
    userData: null,
    callDir,
    fromUri: "sip:1@192.0.2.7",
    toUri: "sip:2@192.0.2.1",
    beginTime: now,
    answerTime: answered ? now : null,
    endTime: now,
    droppedBy: "sys",
    cause,
    reason: null,
    processId: 1,
    callId: "a@192.0.2.7",
  } as const;
  return { released, media };
}

async function scrape(sources = metricSources()) {
  return readMetrics(await new Metrics(sources).scrape());
}

const READ: readonly [string, Record<string, string>, number][] = [
  ["cti_node_ready", { node: "0.0.0" }, 1],
  ["cti_calls", {}, 2],
  ["cti_conferences", {}, 3],
  ["cti_conference_members", {}, 5],
  ["cti_events_delivered_total", {}, 40],
  ["cti_event_log_events", {}, 20],
  ["cti_event_subscribers", {}, 3],
  ["cti_websocket_connections", {}, 1],
  ["cti_sip_sessions", {}, 6],
  ["cti_sip_dialogs", {}, 7],
  ["cti_sip_transactions", {}, 8],
  ["cti_trunk_up", { trunk: "carrier" }, 1],
  ["cti_trunk_calls", { trunk: "carrier" }, 0],
  ["cti_trunk_dials_total", { trunk: "carrier" }, 0],
  ["cti_media_ports", {}, 2],
  ["cti_media_mixes", {}, 1],
  ["cti_rtp_packets_total", { direction: "received" }, 1000],
  ["cti_rtp_packets_total", { direction: "sent" }, 900],
  ["cti_rtp_packets_lost_total", {}, 7],
  ["cti_rtp_packets_late_total", {}, 6],
  ["cti_rtp_packets_reordered_total", {}, 5],
  ["cti_rtp_packets_duplicated_total", {}, 3],
  ["cti_rtp_bytes_total", { direction: "received" }, 160_000],
  ["cti_rtcp_packets_total", { direction: "sent" }, 11],
  ["cti_rtcp_packets_refused_total", {}, 2],
  ["cti_rtp_packets_refused_total", {}, 4],
  ["cti_heartbeat_beats_total", {}, 500],
  ["cti_datagram_errors_total", { error: "ECONNREFUSED" }, 9],
  ["cti_heartbeat_skipped_total", {}, 3],
  ["cti_heartbeat_late_total", {}, 2],
  ["cti_heartbeat_over_budget_total", {}, 1],
  ["cti_heartbeat_busy_seconds_total", {}, 0.25],
  ["cti_heartbeat_lateness_seconds_bucket", { le: "0.005" }, 490],
  ["cti_heartbeat_lateness_seconds_bucket", { le: "+Inf" }, 500],
  ["cti_heartbeat_lateness_seconds_sum", {}, 1.5],
  ["cti_timers", { thread: "control" }, 0],
  ["cti_timers", { thread: "media" }, 1],
  ["cti_process_cpu_seconds_total", { mode: "user" }, 1.5],
  ["cti_process_resident_memory_bytes", {}, 60e6],
];
Deno.test("every figure of the node is told under its name, in base units", async () => {
  const found = await scrape();
  for (const [name, labels, value] of READ) {
    assert.equal(valueOf(found, name, labels), value, name);
  }
});

Deno.test("what the system does not tell is absent, not 0", async () => {
  const found = await scrape();
  assert.deepEqual(found.get("cti_process_open_fds")?.samples, []);
});

Deno.test("calls are counted by direction and by what their INVITE came to", async () => {
  const sources = metricSources();
  const metrics = new Metrics(sources);
  const { records, refusals } = sources.calls;
  records.emit(record("inbound", 200, true));
  records.emit(record("inbound", 603, true));
  records.emit(record("inbound", 603, false));
  records.emit(record("outbound", 486, false));
  for (const status of [503, 503, 480]) refusals.emit(status);
  const found = readMetrics(await metrics.scrape());
  const total = (direction: string, status: string) =>
    valueOf(found, "cti_calls_total", { direction, status });
  assert.equal(total("inbound", "2xx"), 2);
  assert.equal(total("inbound", "6xx"), 1);
  assert.equal(total("outbound", "4xx"), 1);
  assert.equal(total("inbound", "5xx"), 2);
  assert.equal(total("inbound", "4xx"), 1);
});

Deno.test("requests and errors are told by method, code and status", async () => {
  const sources = metricSources();
  sources.rpc.requests.add("sys.call.answer", 3);
  sources.rpc.errors.add("-32602");
  sources.userAgent.turnedAway.add("503", 4);
  const found = await scrape(sources);
  const method = "sys.call.answer";
  assert.equal(valueOf(found, "cti_rpc_requests_total", { method }), 3);
  assert.equal(valueOf(found, "cti_rpc_errors_total", { code: "-32602" }), 1);
  const status = "503";
  assert.equal(valueOf(found, "cti_sip_turned_away_total", { status }), 4);
});

Deno.test("what an ended call was like is told in the classes of ITU-T G.107 table B.1", async () => {
  const sources = metricSources();
  const metrics = new Metrics(sources);
  const media = {
    ...NO_STATISTICS,
    heardMosLq: 4.4,
    sentMosCq: 3.2,
    roundTripMs: 250,
    remoteJitterMs: 1.5,
  };
  sources.calls.records.emit(record("inbound", 200, true, media));
  const found = readMetrics(await metrics.scrape());
  const within = (direction: string, kind: string, le: string) =>
    valueOf(found, "cti_call_mos_bucket", { direction, kind, le });
  assert.equal(within("heard", "lq", "4.34"), 0);
  assert.equal(within("heard", "lq", "4.5"), 1);
  assert.equal(within("sent", "cq", "3.1"), 0);
  assert.equal(within("sent", "cq", "3.6"), 1);
  assert.equal(within("heard", "cq", "+Inf"), undefined);
  assert.equal(valueOf(found, "cti_call_round_trip_seconds_sum"), 0.25);
  const sent = { direction: "sent" };
  assert.equal(valueOf(found, "cti_call_jitter_seconds_sum", sent), 0.0015);
});

Deno.test("a second scrape tells what has happened since, and nothing twice", async () => {
  const sources = metricSources();
  const metrics = new Metrics(sources);
  await metrics.scrape();
  sources.rpc.requests.add("sys.call.nop");
  sources.events.published.add("sys.call.on_incoming", 30);
  const found = readMetrics(await metrics.scrape());
  const method = "sys.call.nop";
  assert.equal(valueOf(found, "cti_rpc_requests_total", { method }), 1);
  const event = "sys.call.on_incoming";
  assert.equal(valueOf(found, "cti_events_total", { event }), 30);
});

Deno.test("docs/OPERATIONS.md has every metric as it is told, and no other", async () => {
  const url = new URL("../../docs/OPERATIONS.md", import.meta.url);
  const text = await Deno.readTextFile(url);
  const rows = text.matchAll(/^\| `(cti_\w+)` +\| (\w+) +\| (.*?) +\|$/gm);
  const documented = Array.from(rows, ([, ...cells]) => cells);
  const told = Array.from(
    (await scrape()).values(),
    ({ name, type, help }) => [name, type, help],
  );
  assert.deepEqual(documented, told);
});

webTest("GET /metrics answers in the text format", async (its) => {
  const response = await fetch(`${its.server.url}/metrics`);
  assert.equal(response.status, 200);
  const type = response.headers.get("content-type");
  assert.equal(type, "text/plain; version=0.0.4; charset=utf-8");
  assert.ok(readMetrics(await response.text()).has("cti_calls"));
});

/** With tokens only who may observe is told; by header or by query. */
const BEARERS: readonly [string, string, HeadersInit, number][] = [
  ["no token", "", {}, 401],
  ["a wrong one", "?token=guess", {}, 401],
  ["one of scope call", "?token=app", {}, 403],
  ["one of scope observe", "?token=eye", {}, 200],
  ["one of every scope", "", { authorization: "Bearer root" }, 200],
];
for (const [who, query, headers, status] of BEARERS) {
  webTest(
    `GET /metrics with ${who} is answered ${status}`,
    async (its) => {
      const url = `${its.server.url}/metrics${query}`;
      const response = await fetch(url, { headers });
      await response.body?.cancel();
      assert.equal(response.status, status);
    },
    [
      { secret: "app", scopes: ["call"] },
      { secret: "eye", scopes: ["observe"] },
      { secret: "root", scopes: [] },
    ],
  );
}

webTest("a page from elsewhere is not told the metrics", async (its) => {
  const headers = { origin: "https://evil.example" };
  const response = await fetch(`${its.server.url}/metrics`, { headers });
  await response.body?.cancel();
  assert.equal(response.status, 403);
});
