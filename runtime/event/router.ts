import type { Clock } from "../base/clock.ts";
import { Counts } from "../base/counts.ts";
import type { Milliseconds } from "../base/units.ts";
import type { EventLog } from "../store/event_log.ts";
import type { NodeEvent } from "./events.ts";
import { GAP } from "./gap.ts";
import { notificationOf } from "./notification.ts";
import { type Audience, FALLBACK, groupOf } from "./audience.ts";
import { type EventSink, type Feed, Subscriber } from "./subscriber.ts";

/** A connection that is told events. */
export interface Subscription {
  /** The connection created this call and owns it. */
  own(resId: string): void;
  /** It created this call before: what another was told of it is told again. */
  adopt(resId: string): void;
  /** Keeps its events back until the returned function is called. */
  hold(): () => void;
  /** The connection went away; others of its group take its calls over. */
  leave(): void;
}

/** One group's part in one call: whose it is and what that one was given. */
interface Share extends Feed {
  readonly resId: string;
  readonly resource: Resource;
  owner: Subscriber | null;
}

/** A call, as far as it matters who is told of it. */
interface Resource {
  readonly resId: string;
  readonly incoming: boolean;
  /** It came in and nothing has happened since. */
  unanswered: boolean;
  /** Whether it was settled who is told. */
  shared: boolean;
  /** Id of its last event. */
  ended: number | null;
  /** By the name of the group. */
  readonly shares: Map<string, Share>;
}

/** The last that a resource tells. */
const LAST: ReadonlySet<NodeEvent["type"]> = new Set([
  "released",
  "conferenceReleased",
  "notifyCallReleased",
  "captchaCallReleased",
  "duoCallbackReleased",
]);

/**
 * Decides who is told what, and appends it to the log first.
 *
 * Connections share work in groups: a call goes to one connection of each
 * group, which gets all its events; when that one goes away another of its
 * group takes over where it stopped, at once or when one comes; a call that
 * was only told of and not answered is told of again.
 */
export class EventRouter {
  readonly #log: EventLog;
  readonly #clock: Clock;
  #delivered = 0;
  /** Events that have happened, by the name of their notification. */
  readonly published = new Counts();
  /** The connections of each group, the one that waited longest first. */
  readonly #groups = new Map<string, Set<Subscriber>>();
  /** Connections that have a name, by that and their group. */
  readonly #clients = new Map<string, Subscriber>();
  readonly #observers = new Map<Subscriber, Feed>();
  readonly #resources = new Map<string, Resource>();
  /** Resources whose last event is in the log, in that order. */
  readonly #ended: Resource[] = [];

  constructor(log: EventLog, clock: Clock) {
    this.#log = log;
    this.#clock = clock;
  }

  /** Events handed to connections: one that three are told of counts thrice. */
  get delivered(): number {
    return this.#delivered;
  }

  /** Connections that are told events. */
  get subscribers(): number {
    const members = [...this.#groups.values()].map(({ size }) => size);
    return members.reduce((sum, size) => sum + size, this.#observers.size);
  }

  /** Whether anybody would be told of an incoming call. */
  accepts(): boolean {
    return this.#groups.size > 0;
  }

  /** Appends an event to the log; it is delivered once this turn has ended. */
  publish(event: NodeEvent): void {
    const { method, params } = notificationOf(event);
    this.published.add(method);
    const eventId = this.#log.append(event.resId, method, params);
    const resource = this.#resources.get(event.resId) ??
      this.#add(event.resId, event.type === "incoming");
    resource.unanswered = event.type === "incoming";
    if (LAST.has(event.type)) this.#end(resource, eventId);
    for (const share of resource.shares.values()) share.owner?.notice(share);
    for (const [observer, feed] of this.#observers) observer.notice(feed);
  }

  /** Brings a connection in. What it missed is sent to it first. */
  join(sink: EventSink, audience: Audience): Subscription {
    const subscriber = new Subscriber(
      this.#counted(sink),
      this.#log,
      this.#clock,
    );
    const after = "after" in audience ? audience.after : null;
    const from = after === null ? null : this.#resume(sink, after);
    const group = groupOf(audience);
    if (audience.kind === "observer") this.#observe(subscriber, from);
    else if (audience.kind !== "creator") {
      this.#work(subscriber, group, from, this.#before(subscriber, audience));
    }
    return {
      own: (resId) => {
        if (audience.kind !== "observer") this.#own(resId, group, subscriber);
      },
      adopt: (resId) => {
        if (audience.kind !== "observer") this.#adopt(resId, group, subscriber);
      },
      hold: () => subscriber.hold(),
      leave: () => this.#leave(subscriber, group),
    };
  }

  #counted(sink: EventSink): EventSink {
    return {
      send: (event) => {
        this.#delivered++;
        sink.send(event);
      },
      get backlog() {
        return sink.backlog;
      },
      cut: (reason) => sink.cut(reason),
    };
  }

  /** Where to go on after `after`; says so when events in between are lost. */
  #resume(sink: EventSink, after: number): number {
    const { first, last } = this.#log;
    if (after <= last && after + 1 >= first) return after;
    const params = { after, first_event_id: first };
    sink.send({ method: GAP.method, params });
    return first - 1;
  }

  #observe(subscriber: Subscriber, from: number | null): void {
    const feed: Feed = { delivered: from ?? this.#log.last };
    this.#observers.set(subscriber, feed);
    subscriber.notice(feed);
  }

  /** The connection that this one takes the place of, dead or alive. */
  #before(subscriber: Subscriber, audience: Audience): Subscriber | null {
    if (audience.kind !== "worker" || !audience.client) return null;
    const name = `${audience.group} ${audience.client}`;
    const before = this.#clients.get(name) ?? null;
    this.#clients.set(name, subscriber);
    return before;
  }

  #work(
    subscriber: Subscriber,
    group: string,
    from: number | null,
    before: Subscriber | null,
  ): void {
    const members = this.#groups.get(group) ?? new Set();
    this.#groups.set(group, members.add(subscriber));
    if (group === FALLBACK) return;
    for (const resource of this.#resources.values()) {
      const share = resource.shares.get(group) ?? this.#claim(resource, group);
      if (!share || (share.owner && share.owner !== before)) continue;
      share.delivered = Math.min(share.delivered, from ?? share.delivered);
      give(share, subscriber);
    }
    if (before) members.delete(before);
    before?.cut("another connection took its place");
  }

  /** A call that nobody is told of belongs to whoever comes first. */
  #claim(resource: Resource, group: string): Share | null {
    const claimed = !resource.shared || resource.shares.size > 0;
    return claimed || resource.ended ? null : addShare(resource, group);
  }

  #own(resId: string, group: string, subscriber: Subscriber): void {
    const resource = this.#resources.get(resId) ?? this.#add(resId, false);
    resource.shared = true;
    const share = resource.shares.get(group) ?? addShare(resource, group);
    // The connection may have gone away while its call was being made.
    if (subscriber.gone) this.#pass(share, group);
    else give(share, subscriber);
  }

  /** The log may have forgotten the call; then there is nothing to tell. */
  #adopt(resId: string, group: string, subscriber: Subscriber): void {
    const resource = this.#resources.get(resId);
    const share = resource?.shares.get(group);
    if (!resource || share?.owner === subscriber) return;
    if (share) share.delivered = 0;
    this.#own(resId, group, subscriber);
  }

  /**
   * Who is told is settled after this turn: the reply to the command that
   * created a call says whose it is, and may come after its first event.
   */
  #add(resId: string, incoming: boolean): Resource {
    const shares = new Map<string, Share>();
    const resource: Resource = {
      resId,
      incoming,
      unanswered: incoming,
      shared: false,
      ended: null,
      shares,
    };
    this.#resources.set(resId, resource);
    this.#clock.after(0 as Milliseconds, () => this.#share(resource));
    return resource;
  }

  #share(resource: Resource): void {
    if (resource.shared) return;
    resource.shared = true;
    for (const group of this.#groups.keys()) {
      if (group !== FALLBACK) this.#pass(addShare(resource, group), group);
    }
    const unclaimed = resource.incoming && resource.shares.size === 0;
    if (unclaimed && this.#groups.has(FALLBACK)) {
      this.#pass(addShare(resource, FALLBACK), FALLBACK);
    }
  }

  /** Gives a share to the member of its group whose turn it is. */
  #pass(share: Share, group: string): void {
    const members = this.#groups.get(group);
    const [first] = members ?? [];
    const next = [...members ?? []].find((member) => !member.stalled) ?? first;
    share.owner = null;
    if (!members || !next) return;
    members.delete(next);
    members.add(next);
    give(share, next);
  }

  #leave(subscriber: Subscriber, group: string): void {
    subscriber.stop();
    for (const [name, one] of this.#clients) {
      if (one === subscriber) this.#clients.delete(name);
    }
    if (this.#observers.delete(subscriber)) return;
    const members = this.#groups.get(group);
    if (!members?.delete(subscriber)) return;
    if (members.size === 0) this.#groups.delete(group);
    for (const { shares } of this.#resources.values()) {
      const share = shares.get(group);
      if (share?.owner === subscriber) this.#pass(share, group);
    }
  }

  /** Who was told is remembered for as long as the log can tell it again. */
  #end(resource: Resource, eventId: number): void {
    resource.ended = eventId;
    this.#ended.push(resource);
    while ((this.#ended[0]?.ended ?? Infinity) < this.#log.first) {
      const oldest = this.#ended.shift();
      if (oldest) this.#resources.delete(oldest.resId);
    }
  }
}

function addShare(resource: Resource, group: string): Share {
  const { resId } = resource;
  const share = { resId, resource, owner: null, delivered: 0 };
  resource.shares.set(group, share);
  return share;
}

function give(share: Share, subscriber: Subscriber): void {
  share.owner = subscriber;
  // Nothing else would tell the next one that somebody waits there.
  if (share.resource.unanswered) share.delivered = 0;
  subscriber.notice(share);
}
