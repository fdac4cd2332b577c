import { Counter, Gauge, Registry } from "prom-client";
import type { Clock } from "../base/clock.ts";
import { Counts } from "../base/counts.ts";
import type { Calls } from "../call/calls.ts";
import type { Conferences } from "../conf/conferences.ts";
import type { DetailRecord } from "../call/detail_record.ts";
import type { EventRouter } from "../event/router.ts";
import type { Media } from "../media/media.ts";
import type { Rpc } from "../rpc/rpc.ts";
import type { UserAgent } from "../sip/user_agent.ts";
import type { EventLog } from "../store/event_log.ts";
import type { Trunks } from "../trunk/trunks.ts";
import { latenessText } from "./lateness_text.ts";
import type { Metric } from "./metric.ts";
import { METRIC_TABLE } from "./metric_table.ts";
import type { ProcessFigures } from "./process_figures.ts";
import { QualityHistograms } from "./quality_histograms.ts";
import type { EndedCall, Readings } from "./readings.ts";

/** Of what the metrics tell. */
export interface MetricSources {
  readonly node: string;
  readonly calls: Pick<Calls, "size" | "records" | "refusals">;
  readonly conferences: Pick<Conferences, "size" | "members">;
  readonly rpc: Pick<Rpc, "requests" | "errors" | "overlooked" | "replays">;
  readonly events: Pick<EventRouter, "published" | "delivered" | "subscribers">;
  readonly eventLog: Pick<EventLog, "first" | "last">;
  readonly trunks: Pick<Trunks, "all">;
  readonly userAgent: Pick<UserAgent, "counts" | "turnedAway" | "silences">;
  readonly media: Pick<Media, "totals">;
  readonly sockets: { readonly size: number };
  readonly clock: Pick<Clock, "pending">;
  ready(): boolean;
  process(): ProcessFigures;
}

/** `200 OK`: what the INVITE of a call that was up was answered with. */
const ANSWERED = 200;

type EndedKey = `${EndedCall["direction"]} ${number}xx`;

/** A metric of the table, as prom-client keeps it between two scrapes. */
type Told = { readonly row: Metric; readonly kept: Counter | Gauge };

/** The node's metrics in the words of Prometheus. */
export class Metrics {
  readonly contentType = Registry.PROMETHEUS_CONTENT_TYPE;
  readonly #sources: MetricSources;
  readonly #registry = new Registry();
  readonly #told: readonly Told[];
  readonly #quality: QualityHistograms;
  readonly #ended = new Counts<EndedKey>();

  constructor(sources: MetricSources) {
    this.#sources = sources;
    this.#told = METRIC_TABLE.map((row) => ({ row, kept: this.#keep(row) }));
    this.#quality = new QualityHistograms(this.#registry);
    sources.calls.records.on((record) => this.#record(record));
    sources.calls.refusals.on((status) => this.#count("inbound", status));
  }

  /** The text format 0.0.4, as of now. */
  async scrape(): Promise<string> {
    const now = await this.#read();
    for (const { row, kept } of this.#told) {
      kept.reset();
      // One without labels would be told as 0 although nothing was read.
      if (row.labels.length === 0) kept.remove({});
      for (const [labels, value] of row.read(now)) kept.inc(labels, value);
    }
    const text = await this.#registry.metrics();
    return `${text}\n${latenessText(now.media.lateness)}`;
  }

  #keep({ type, name, help, labels }: Metric): Counter | Gauge {
    const labelNames = [...labels];
    const registers = [this.#registry];
    const Kind = type === "counter" ? Counter : Gauge;
    return new Kind({ name, help, labelNames, registers });
  }

  async #read(): Promise<Readings> {
    const its = this.#sources;
    return {
      node: its.node,
      ready: its.ready(),
      calls: its.calls.size,
      conferences: its.conferences.size,
      members: its.conferences.members,
      ended: this.#ended.entries().map(([key, count]) => [endedOf(key), count]),
      requests: its.rpc.requests.entries(),
      errors: its.rpc.errors.entries(),
      overlooked: its.rpc.overlooked.entries(),
      replays: its.rpc.replays,
      events: its.events.published.entries(),
      eventsHeld: its.eventLog.last - its.eventLog.first + 1,
      eventsDelivered: its.events.delivered,
      subscribers: its.events.subscribers,
      sockets: its.sockets.size,
      sip: its.userAgent.counts,
      turnedAway: its.userAgent.turnedAway.entries(),
      trunks: its.trunks.all,
      silences: its.userAgent.silences.entries(),
      timers: its.clock.pending,
      media: await its.media.totals(),
      process: its.process(),
    };
  }

  #record({ released, media }: DetailRecord): void {
    const { callDir, answerTime, cause } = released;
    this.#count(callDir, answerTime === null ? cause : ANSWERED);
    if (media) this.#quality.observe(media);
  }

  #count(direction: EndedCall["direction"], status: number): void {
    this.#ended.add(`${direction} ${Math.floor(status / 100)}xx`);
  }
}

function endedOf(key: EndedKey): EndedCall {
  const [direction, status] = key.split(" ");
  return { direction: direction as EndedCall["direction"], status };
}
