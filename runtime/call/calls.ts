import { Emitter } from "../base/emitter.ts";
import { CtiError } from "../base/fault.ts";
import { Identities, type Identity } from "../base/identities.ts";
import { Tally } from "../base/tally.ts";
import type { IncomingSession, OutgoingSession } from "../sip/session.ts";
import type { Trunk } from "../trunk/trunk.ts";
import type { Trunks } from "../trunk/trunks.ts";
import type { Way } from "../trunk/way.ts";
import { Call, type CallSeed, type Origin } from "./call.ts";
import type { DialledFor } from "./dialled_for.ts";
import type { DetailRecord } from "./detail_record.ts";
import type { CallEvent } from "./events.ts";
import { byFirstWay } from "./first_way.ts";
import { type Invitation, invitation } from "./invitation.ts";
import type { Leg } from "./leg.ts";
import { Legs, type LegsParts } from "./legs.ts";
import type { CallParts } from "./life.ts";
import type { Provenance } from "./news.ts";
import type { ConstructParameters } from "./parameters.ts";
import { calleesOf, callerOf } from "./target.ts";
import { userOf } from "./uri.ts";

/** What all its calls need of a node, and what it wants of them. */
export interface CallsOptions
  extends
    Omit<LegsParts, "tally">,
    Omit<CallParts, "openMix" | "tally" | "forget" | "record"> {
  /** `area.station.instance`: the head of every `res_id`. */
  readonly nodeId: string;
  /** Sends an INVITE, or throws why it cannot. */
  readonly invite: (invitation: Invitation) => OutgoingSession;
  readonly maxCalls: number;
  readonly trunks: Trunks;
  /** Whose word about who calls is taken besides the trunks'; nobody's. */
  readonly trusts?: (address: string) => boolean;
  /** Whether an application is there for an incoming call. */
  readonly accepts: () => boolean;
  /** Our address for SDP where it is not that of the route. */
  readonly advertisedHost?: string;
}

/** All calls of the node. */
export class Calls {
  /** Of each call, when it has ended and its media port is closed. */
  readonly records = new Emitter<DetailRecord>();
  /** The status of each that came in and was refused before it became a call. */
  readonly refusals = new Emitter<number>();
  readonly #options: CallsOptions;
  readonly #calls = new Map<string, Call>();
  readonly #parts: CallParts;
  readonly #identities: Identities;
  readonly #legs: Legs;
  /** What each call does when it ends: it leaves its trunk, and its parent. */
  readonly #leaving = new Map<string, () => void>();
  /** Calls, and whatever of them is not finished when they are gone. */
  readonly #tally = new Tally();
  #launching = 0;
  #closing = false;

  constructor(options: CallsOptions) {
    const tally = this.#tally;
    this.#options = options;
    this.#parts = {
      ...options,
      tally,
      openMix: () => options.media.openMix(),
      emit: (event) => this.#emit(event),
      forget: (resId) => this.#forget(resId),
      record: (record) => this.#record(record),
    };
    this.#legs = new Legs({ ...options, tally });
    const { nodeId, clock, chance } = options;
    this.#identities = new Identities(nodeId, "sys.call", clock, chance);
  }

  get size(): number {
    return this.#calls.size;
  }

  /** Whether no call can be taken: the node is full, or closing. */
  get isFull(): boolean {
    return this.#closing ||
      this.#calls.size + this.#launching >= this.#options.maxCalls;
  }

  /** Takes a call, or refuses it with the status that says why. */
  incoming(session: IncomingSession): void {
    const refusal = this.#refusal();
    if (refusal !== null) return this.#refuse(session, refusal);
    const trunk = this.#trunkOf(session);
    if (trunk?.isFull) return this.#refuse(session, 503);
    const identity = this.#identities.next();
    const leg = this.#legs.incoming(
      identity.processId,
      trunk?.settings ?? null,
    );
    const address = () => this.#advertised(session.localAddress);
    const verdict = session.offer === null
      ? "fine"
      : leg.judge(session.offer, address());
    if (verdict === "malformed") return this.#refuse(session, 400);
    if (verdict === "unacceptable") return this.#refuse(session, 488);
    const seed = { ...identity, userData: null, leg, address };
    const leave = trunk?.enter() ?? (() => {});
    this.#add(seed, { direction: "inbound", session }, leave)
      .arrive(this.#provenance(session, trunk));
  }

  /**
   * Dials. Resolves when the INVITE is on its way; what comes of it is told by
   * `dialCompleted`.
   *
   * @throws {CtiError} `badParams`, `dialRefused` or `overloaded`; of a parent
   * `unknownResource`, `wrongState` or `forbiddenPath`; then there is no call
   */
  async construct(parameters: ConstructParameters): Promise<Identity> {
    const callees = calleesOf(parameters.toUri);
    const caller = callerOf(parameters.fromUri);
    this.#checkRoom();
    const parent = this.#parentOf(parameters);
    const launched = this.#tally.begin();
    this.#launching++;
    try {
      return await byFirstWay(
        callees.flatMap((callee) => this.#options.trunks.candidates(callee)),
        caller,
        (way) => this.#launch(parameters, way, parent),
      );
    } catch (error) {
      parent?.end();
      throw error;
    } finally {
      this.#launching--;
      launched();
    }
  }

  find(resId: string): Call | undefined {
    return this.#calls.get(resId);
  }

  /** @throws {CtiError} `unknownResource` */
  get(resId: string): Call {
    const call = this.#calls.get(resId);
    if (call) return call;
    throw new CtiError("unknownResource", `No such call "${resId}"`);
  }

  /** Drops every call that is there. */
  dropAll(cause?: number): void {
    // Not a copy: what a drop tells may make an application drop another.
    for (const call of this.#calls.values()) call.drop(cause);
  }

  /** Takes no new call; resolves when the last has ended and told so. */
  async drain(): Promise<void> {
    this.#closing = true;
    await this.#tally.none();
  }

  /** Drops every call; resolves when all that they began is finished. */
  async close(cause?: number): Promise<void> {
    const drained = this.drain();
    this.dropAll(cause);
    await drained;
  }

  /** A listener's failure must not keep a call from ending in good order. */
  #emit(event: CallEvent): void {
    try {
      this.#options.emit(event);
    } catch (error) {
      this.#options.log.error("An event was not taken", { ...event, error });
    }
  }

  #record(record: DetailRecord): void {
    const { resId, cause, droppedBy } = record.released;
    const { log } = this.#options;
    log.info("A call ended", { resId, cause, droppedBy, media: record.media });
    this.records.emit(record);
  }

  #refuse(session: IncomingSession, status: number): void {
    session.hangUp(status);
    this.refusals.emit(status);
  }

  #trunkOf({ remoteAddress, remotePort, requestUri }: IncomingSession) {
    const user = userOf(requestUri);
    return this.#options.trunks.of({ remoteAddress, remotePort, user });
  }

  /** RFC 3325 §5: an identity counts only by the word of who is trusted. */
  #provenance(session: IncomingSession, trunk: Trunk | null): Provenance {
    const { trusts = () => false } = this.#options;
    const believed = trunk !== null || trusts(session.remoteAddress);
    return {
      trunk: trunk?.name ?? null,
      assertedIdentity: believed ? session.assertedIdentity : null,
      privacy: believed ? session.privacy : null,
      replaces: session.replaces,
    };
  }

  #refusal(): number | null {
    if (this.isFull) return 503;
    return this.#options.accepts() ? null : 480;
  }

  #checkOpen(): void {
    if (!this.#closing) return;
    throw new CtiError("overloaded", "The node is closing");
  }

  #checkRoom(): void {
    this.#checkOpen();
    if (!this.isFull) return;
    const text = `No more than ${this.#options.maxCalls} calls at once`;
    throw new CtiError("overloaded", text);
  }

  #parentOf(parameters: ConstructParameters): DialledFor | null {
    const { parentResId, ringPlayFile } = parameters;
    return parentResId === null
      ? null
      : this.get(parentResId).awaitDialled(ringPlayFile);
  }

  async #launch(
    parameters: ConstructParameters,
    way: Way,
    parent: DialledFor | null,
  ): Promise<Identity> {
    const leave = way.take();
    try {
      const identity = this.#identities.next();
      const leg = this.#legs.outgoing(identity.processId, way);
      await leg.open();
      const session = this.#invite(leg, way);
      const address = () => this.#advertised(session.localAddress);
      const { userData } = parameters;
      const seed = { ...identity, userData, leg, address };
      const left = () => {
        leave();
        parent?.end();
      };
      this.#add(seed, { direction: "outbound", session }, left)
        .dial(parameters, parent);
      return identity;
    } catch (error) {
      leave();
      throw error;
    }
  }

  #invite(leg: Leg, way: Way): OutgoingSession {
    const advertised = (address: string) => this.#advertised(address);
    try {
      this.#checkOpen();
      return this.#options.invite(invitation(leg, way, advertised));
    } catch (error) {
      leg.close();
      if (error instanceof CtiError) throw error;
      this.#options.log.error("An INVITE cannot be sent", {
        to: way.to,
        error,
      });
      throw new CtiError("dialRefused", `Can not dial ${way.to}`);
    }
  }

  #add(seed: CallSeed, origin: Origin, leave: () => void): Call {
    const call = new Call(this.#parts, seed, origin);
    this.#calls.set(call.resId, call);
    this.#leaving.set(call.resId, leave);
    return call;
  }

  #forget(resId: string): void {
    this.#calls.delete(resId);
    this.#leaving.get(resId)?.();
    this.#leaving.delete(resId);
  }

  #advertised(localAddress: string): string {
    return this.#options.advertisedHost ?? localAddress;
  }
}
