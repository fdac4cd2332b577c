import type { Cancel } from "../base/clock.ts";
import { Emitter } from "../base/emitter.ts";
import type { Milliseconds } from "../base/units.ts";
import { CALL, Call } from "./call.ts";
import { CallEnded } from "./call_ended.ts";
import { CONFERENCE, Conference } from "./conference.ts";
import { ConnectionClosed } from "./connection_closed.ts";
import { type ConnectionEvent, type Gap, readGap } from "./connection_event.ts";
import { DuoCallback } from "./duo_callback.ts";
import {
  type CallEvents,
  type NodeEvent,
  type NodeEvents,
  readEvent,
} from "./event.ts";
import type { Lasting } from "./lasting.ts";
import { messagesIn } from "./messages.ts";
import { wireParameters } from "./names.ts";
import type {
  CaptchaCallOptions,
  ConferenceOptions,
  ConstructOptions,
  DuoCallbackOptions,
  NotifyCallOptions,
} from "./parameters.ts";
import { type Ask, Remote, type RemoteKind } from "./remote.ts";
import { Requests } from "./requests.ts";
import { resIdOf } from "./res_id.ts";
import { Resources } from "./resources.ts";
import { Service, type ServiceEnd, serviceKind } from "./service.ts";
import type { Wire } from "./wire.ts";

/** What an application does with a call that comes in. */
export type OnIncoming = (call: Call) => void | Promise<void>;

const AN_HOUR = 3600;
/** The last event of what ended in a break may still be on its way. */
const LAST_WORDS = 5000 as Milliseconds;

/** An application's end of a connection to a node. */
export class Client {
  /** Every event that arrives, for whoever wants to see them all. */
  readonly events = new Emitter<NodeEvent>();
  /** What becomes of the connection. */
  readonly connection = new Emitter<ConnectionEvent>();
  /** Resolves with the reason when the connection is over for good. */
  readonly closed: Promise<string>;
  readonly #wire: Wire;
  readonly #lasting: Lasting | null;
  readonly #requests: Requests;
  readonly #resources = new Resources();
  readonly #ask: Ask = (method, params) => this.request(method, params);
  #onIncoming: OnIncoming | null = null;
  /** Until what seems to be gone is given up. */
  readonly #waits: Cancel[] = [];
  #closing = false;
  #lastEventId = 0;
  #lost: ConnectionClosed | null = null;

  constructor(wire: Wire, lasting: Lasting | null = null) {
    this.#wire = wire;
    this.#lasting = lasting;
    this.#requests = new Requests(
      (text) => wire.send(text),
      lasting && {
        newKey: () => lasting.newKey(),
        now: () => lasting.clock.now(),
      },
    );
    this.closed = new Promise((resolve) => {
      wire.listen({
        text: (text) => this.#read(text),
        broken: (reason) => this.connection.emit({ type: "broken", reason }),
        resumed: () => this.#resume(),
        closed: (reason) => {
          this.#lose(reason);
          resolve(reason);
        },
      });
    });
  }

  /** The last event that arrived; 0 before the first. */
  get lastEventId(): number {
    return this.#lastEventId;
  }

  /** After which event to go on; null where nothing can have been missed. */
  get resumesAfter(): number | null {
    const { isEmpty } = this.#resources;
    return this.#lastEventId === 0 && isEmpty ? null : this.#lastEventId;
  }

  /** Calls that are under way. */
  get calls(): readonly Call[] {
    return this.#resources.handles.filter((handle) => handle instanceof Call);
  }

  /**
   * Calls any method of the node.
   * @throws {RpcError} what the node answered
   * @throws {ConnectionClosed} no answer came
   */
  request(method: string, params: Record<string, unknown>): Promise<unknown> {
    return this.#request(method, params, (result) => result);
  }

  /**
   * Sets who takes the calls that come in. That a call ends on the way is no
   * fault of `take`; any other rejection is left unhandled for all to see.
   */
  onIncoming(take: OnIncoming): void {
    this.#onIncoming = take;
  }

  /** Begins a call; its `dialled` resolves when it is answered. */
  construct(options: ConstructOptions): Promise<Call> {
    const all = { maxAnswerSeconds: AN_HOUR, ...options };
    return this.#construct("sys.call", all, (resId) => this.call(resId));
  }

  /**
   * Calls somebody and waits for the answer.
   * @throws {CallEnded} nobody answered; its `reason` says why
   */
  async dial(options: ConstructOptions): Promise<Call> {
    const call = await this.construct(options);
    await call.dialled;
    return call;
  }

  /** The call of this id, such as one that another connection began. */
  call(resId: string, incoming: CallEvents["incoming"] | null = null): Call {
    const known = this.#resources.find(resId);
    if (known instanceof Call) return known;
    return this.#add(resId, CALL, (remote) => new Call(remote, incoming));
  }

  /** Opens a conference in which nobody is. */
  conference(options: ConferenceOptions = {}): Promise<Conference> {
    const all = { maxSeconds: AN_HOUR, ...options };
    return this.#construct(
      "sys.conf",
      all,
      (id) => this.#add(id, CONFERENCE, (remote) => new Conference(remote)),
    );
  }

  /** Has somebody called and told something. */
  notifyCall(
    options: NotifyCallOptions,
  ): Promise<Service<"notifyCallReleased">> {
    return this.#service("ext.notify_call", options, "notifyCallReleased");
  }

  /** Has somebody called and asked for keys. */
  captchaCall(
    options: CaptchaCallOptions,
  ): Promise<Service<"captchaCallReleased">> {
    return this.#service("ext.captcha_call", options, "captchaCallReleased");
  }

  /** Has two people called and connected. */
  duoCallback(options: DuoCallbackOptions): Promise<DuoCallback> {
    const family = "ext.duo_callback";
    const kind = serviceKind(family);
    return this.#construct(
      family,
      options,
      (id) => this.#add(id, kind, (remote) => new DuoCallback(remote)),
    );
  }

  close(): void {
    this.#closing = true;
    this.#wire.close();
  }

  #service<Last extends ServiceEnd>(
    family: string,
    options: object,
    last: Last,
  ): Promise<Service<Last>> {
    const kind = serviceKind(family);
    return this.#construct(
      family,
      options,
      (resId) => this.#add(resId, kind, (remote) => new Service(remote, last)),
    );
  }

  #construct<Handle>(
    family: string,
    options: object,
    make: (resId: string) => Handle,
  ): Promise<Handle> {
    const made = this.#resources.making();
    return this.#request(
      `${family}.construct`,
      wireParameters(options),
      (result) => make(resIdOf(result)),
    ).finally(made);
  }

  #add<Handle extends object>(
    resId: string,
    kind: RemoteKind,
    make: (remote: Remote) => Handle,
  ): Handle {
    const remote = new Remote(resId, kind, this.#ask);
    return this.#resources.add(remote, make(remote));
  }

  /** `read` sees the result before anything else that arrives. */
  #request<T>(
    method: string,
    params: Record<string, unknown>,
    read: (result: unknown) => T,
  ): Promise<T> {
    if (this.#lost) return Promise.reject(this.#lost);
    return this.#requests.request(method, params, read);
  }

  #read(text: string): void {
    for (const message of messagesIn(text)) {
      const { method, params } = message;
      if (typeof method !== "string") this.#requests.reply(message);
      else this.#notification(method, params);
    }
  }

  #notification(method: string, params: unknown): void {
    const gap = readGap(method, params);
    if (gap) return this.#gap(gap);
    const event = readEvent(method, params);
    if (event) this.#event(event);
  }

  /** A call that nobody answered is told of again after a break. */
  #event(event: NodeEvent): void {
    this.#lastEventId = Math.max(this.#lastEventId, event.eventId);
    const known = this.#resources.find(event.resId) !== undefined;
    if (event.type === "incoming" && !known) this.#incoming(event);
    else this.#resources.take(event);
    this.events.emit(event);
  }

  #incoming(event: NodeEvents["incoming"]): void {
    const take = this.#onIncoming;
    if (!take) return;
    const call = this.call(event.resId, event);
    void (async () => {
      try {
        await take(call);
      } catch (error) {
        if (!this.#isOver(error)) throw error;
      }
    })();
  }

  /** The call ended, or this side wants to hear no more of any. */
  #isOver(error: unknown): boolean {
    const closed = this.#closing && error instanceof ConnectionClosed;
    return closed || error instanceof CallEnded;
  }

  #gap(gap: Gap): void {
    this.#lastEventId = gap.firstEventId - 1;
    for (const remote of this.#resources.remotes) remote.miss();
    this.connection.emit(gap);
  }

  #resume(): void {
    for (const cancel of this.#waits.splice(0)) cancel();
    this.#requests.repeat();
    for (const remote of this.#resources.remotes) void this.#verify(remote);
    this.connection.emit({ type: "resumed" });
  }

  /** Of a node that was started anew nobody hears that its calls are gone. */
  async #verify(remote: Remote): Promise<void> {
    const exists = await remote.exists().catch(() => true);
    if (exists || this.#lost) return;
    const cancel = this.#lasting?.clock.after(LAST_WORDS, () => {
      this.#resources.vanished(remote, "gone while the connection was broken");
    });
    if (cancel) this.#waits.push(cancel);
  }

  #lose(reason: string): void {
    this.#lost = new ConnectionClosed(reason);
    this.#requests.fail(this.#lost);
    this.#resources.loseAll(this.#lost);
    for (const cancel of this.#waits) cancel();
  }
}
