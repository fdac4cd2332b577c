import type { Clock } from "../base/clock.ts";
import type { Milliseconds } from "../base/units.ts";
import type { EventLog, EventParams, LoggedEvent } from "./event_log.ts";

/** How much is held: the older events are forgotten. */
export interface EventLogBounds {
  readonly events: number;
  /** Of all parameters, as JSON. */
  readonly characters: number;
  readonly age: Milliseconds;
}

/** What a call or two a second leave behind in an hour. */
const BOUNDS: EventLogBounds = {
  events: 50_000,
  // Three times what that many usually have.
  characters: 50_000_000,
  age: 3_600_000 as Milliseconds,
};

/** An event whose parameters are kept as JSON, and read when they are told. */
class Row implements LoggedEvent {
  constructor(
    readonly eventId: number,
    readonly resId: string,
    readonly method: string,
    readonly time: Milliseconds,
    readonly text: string,
  ) {}

  get params(): EventParams {
    return JSON.parse(this.text);
  }
}

/** An event log that lasts as long as the node runs. */
export class MemoryEventLog implements EventLog {
  readonly #clock: Clock;
  readonly #bounds: EventLogBounds;
  /** By id; the ids are without a gap from `first` to `last`. */
  readonly #rows = new Map<number, Row>();
  readonly #ofResource = new Map<string, Row[]>();
  #last = 0;
  #characters = 0;

  constructor(clock: Clock, bounds: EventLogBounds = BOUNDS) {
    this.#clock = clock;
    this.#bounds = bounds;
  }

  get first(): number {
    return this.#last - this.#rows.size + 1;
  }

  get last(): number {
    return this.#last;
  }

  append(resId: string, method: string, params: EventParams): number {
    const time = this.#clock.now();
    const text = JSON.stringify(params);
    const row = new Row(++this.#last, resId, method, time, text);
    this.#characters += text.length;
    this.#rows.set(row.eventId, row);
    const siblings = this.#ofResource.get(resId);
    if (siblings) siblings.push(row);
    else this.#ofResource.set(resId, [row]);
    this.#forget(time);
    return row.eventId;
  }

  after(eventId: number, limit: number, resId?: string): LoggedEvent[] {
    if (resId !== undefined) return this.#after(eventId, limit, resId);
    const rows: LoggedEvent[] = [];
    const from = Math.max(eventId + 1, this.first);
    const to = Math.min(this.#last, from + limit - 1);
    for (let id = from; id <= to; id++) {
      const row = this.#rows.get(id);
      if (row) rows.push(row);
    }
    return rows;
  }

  #after(eventId: number, limit: number, resId: string): LoggedEvent[] {
    const rows = this.#ofResource.get(resId) ?? [];
    const from = rows.findIndex((row) => row.eventId > eventId);
    return from < 0 ? [] : rows.slice(from, from + limit);
  }

  #forget(now: Milliseconds): void {
    for (
      let row = this.#rows.get(this.first);
      row && !this.#keeps(row, now);
      row = this.#rows.get(this.first)
    ) {
      this.#rows.delete(row.eventId);
      this.#characters -= row.text.length;
      this.#forgetSibling(row);
    }
  }

  #keeps(row: Row, now: Milliseconds): boolean {
    const { age, events, characters } = this.#bounds;
    return now - row.time <= age && this.#rows.size <= events &&
      this.#characters <= characters;
  }

  /** The oldest event of the node is the oldest of its resource too. */
  #forgetSibling(row: Row): void {
    const siblings = this.#ofResource.get(row.resId) ?? [];
    siblings.shift();
    if (siblings.length === 0) this.#ofResource.delete(row.resId);
  }
}
