import { HandClock } from "../../runtime/base/hand_clock.ts";
import type { UnixSeconds } from "../../runtime/base/units.ts";
import type { CallEvent } from "../../runtime/call/events.ts";
import type { Notification } from "../../runtime/event/notification.ts";
import { EventRouter } from "../../runtime/event/router.ts";
import type { EventSink } from "../../runtime/event/subscriber.ts";
import { MemoryEventLog } from "../../runtime/store/memory_event_log.ts";

export const TIME = 1_700_000_000 as UnixSeconds;

/** A connection that keeps what it is told, and can be made slow. */
export class KeepingSink implements EventSink {
  readonly got: Notification[] = [];
  backlog = 0;
  cutFor: string | null = null;

  send(notification: Notification): void {
    this.got.push(notification);
  }

  cut(reason: string): void {
    this.cutFor = reason;
  }

  /** What came since the last look: method without its head, and resource. */
  look(): string[] {
    return this.got.splice(0).map(({ method, params }) =>
      `${method.replace("sys.call.on_", "")} ${params.res_id}`
    );
  }

  ids(): unknown[] {
    return this.got.splice(0).map(({ params }) => params.event_id);
  }
}

export function incoming(resId: string): CallEvent & { type: "incoming" } {
  return {
    type: "incoming",
    resId,
    userData: null,
    fromUri: "sip:1@a",
    toUri: "sip:2@b",
    beginTime: TIME,
    processId: 7,
    callId: "c1",
    trunk: null,
    assertedIdentity: null,
    privacy: null,
    replaces: null,
  };
}

export function played(resId: string): CallEvent {
  return {
    type: "playCompleted",
    resId,
    userData: "u",
    error: null,
    beginTime: TIME,
    endTime: TIME,
    finishKey: "#",
    reason: null,
  };
}

export function ringing(resId: string): CallEvent {
  return { type: "ringing", resId, userData: null, ringTime: TIME };
}

export function released(resId: string): CallEvent {
  return {
    type: "released",
    resId,
    userData: null,
    callDir: "inbound",
    fromUri: "sip:1@a",
    toUri: "sip:2@b",
    beginTime: TIME,
    answerTime: null,
    endTime: TIME,
    droppedBy: "usr",
    cause: 487,
    reason: null,
    processId: 7,
    callId: "c1",
  };
}

/** A router on a hand clock; `bound` is how many events its log holds. */
export function router(bound = 1000) {
  const clock = new HandClock();
  const age = 3_600_000 as ReturnType<HandClock["now"]>;
  const log = new MemoryEventLog(clock, {
    events: bound,
    characters: 1e6,
    age,
  });
  const events = new EventRouter(log, clock);
  const work = (group = "default", after: number | null = null) => {
    const sink = new KeepingSink();
    const its = events.join(sink, { kind: "worker", group, after });
    return Object.assign(sink, { its });
  };
  const observe = (after: number | null = null) => {
    const sink = new KeepingSink();
    const its = events.join(sink, { kind: "observer", after });
    return Object.assign(sink, { its });
  };
  const fallBack = () => {
    const sink = new KeepingSink();
    return Object.assign(sink, {
      its: events.join(sink, { kind: "fallback" }),
    });
  };
  const tell = (...told: CallEvent[]) => {
    for (const event of told) events.publish(event);
    clock.wind(1);
  };
  return { clock, log, events, work, observe, fallBack, tell };
}
