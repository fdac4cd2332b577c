import type { Cancel, Clock } from "../base/clock.ts";
import type { Milliseconds } from "../base/units.ts";
import type { EventLog, LoggedEvent } from "../store/event_log.ts";
import type { Notification } from "./notification.ts";

/** One connection's way down. Sending never waits and never fails. */
export interface EventSink {
  send(notification: Notification): void;
  /** Bytes that `send` took and the network has not. */
  readonly backlog: number;
  /** Ends the connection, which did not keep up. */
  cut(reason: string): void;
}

/** A place in the log: of the whole node, or of one resource. */
export interface Feed {
  readonly resId?: string;
  /** The newest event that was handed to the connection. */
  delivered: number;
}

/** Events read at once; other work gets its turn between two batches. */
const BATCH = 64;
/** With so much waiting in a connection nothing is added: it stays in the log. */
const MOST_BACKLOG = 1 << 20;
const LOOK_AGAIN = 50 as Milliseconds;
/** A connection that takes nothing for so long is dead. */
const PATIENCE = 10_000 as Milliseconds;
const SOON = 0 as Milliseconds;

/**
 * Brings events from the log to one connection, in the order of their ids, once
 * what is under way has ended: a reply leaves before the events it causes.
 *
 * Nothing queues here. What a slow connection has not taken stays in the log;
 * one that takes nothing is cut, and nobody else waits for it.
 */
export class Subscriber {
  readonly #sink: EventSink;
  readonly #log: EventLog;
  readonly #clock: Clock;
  readonly #news = new Set<Feed>();
  #timer: Cancel | null = null;
  #stalledSince: Milliseconds | null = null;
  #holds = 0;
  #gone = false;

  constructor(sink: EventSink, log: EventLog, clock: Clock) {
    this.#sink = sink;
    this.#log = log;
    this.#clock = clock;
  }

  /** Whether the connection is behind and takes nothing at the moment. */
  get stalled(): boolean {
    return this.#stalledSince !== null;
  }

  /** Whether the connection went away. */
  get gone(): boolean {
    return this.#gone;
  }

  /** There is something to read at this place in the log. */
  notice(feed: Feed): void {
    if (this.#gone) return;
    this.#news.add(feed);
    this.#schedule(SOON);
  }

  /** Keeps events back until the returned function is called. */
  hold(): () => void {
    this.#holds++;
    return () => {
      this.#holds--;
      this.#schedule(SOON);
    };
  }

  /** Ends the connection. */
  cut(reason: string): void {
    this.stop();
    this.#sink.cut(reason);
  }

  stop(): void {
    this.#gone = true;
    this.#news.clear();
    this.#timer?.();
    this.#timer = null;
  }

  #schedule(delay: Milliseconds): void {
    if (this.#timer || this.#holds > 0 || this.#news.size === 0) return;
    this.#timer = this.#clock.after(delay, () => {
      this.#timer = null;
      this.#deliver();
    });
  }

  #deliver(): void {
    if (this.#holds > 0) return;
    for (const [feed, event] of this.#read()) {
      if (this.#sink.backlog > MOST_BACKLOG) return this.#wait();
      this.#stalledSince = null;
      feed.delivered = event.eventId;
      const { method, params, eventId } = event;
      this.#sink.send({ method, params: { ...params, event_id: eventId } });
    }
    this.#schedule(SOON);
  }

  /** The next batch; a place with nothing more to read is no news any more. */
  #read(): [Feed, LoggedEvent][] {
    const found: [Feed, LoggedEvent][] = [];
    for (const feed of this.#news) {
      const events = this.#log.after(feed.delivered, BATCH, feed.resId);
      if (events.length === 0) this.#news.delete(feed);
      for (const event of events) found.push([feed, event]);
    }
    found.sort(([, a], [, b]) => a.eventId - b.eventId);
    return found.slice(0, BATCH);
  }

  #wait(): void {
    const now = this.#clock.now();
    this.#stalledSince ??= now;
    if (now - this.#stalledSince < PATIENCE) return this.#schedule(LOOK_AGAIN);
    this.cut("too slow");
  }
}
