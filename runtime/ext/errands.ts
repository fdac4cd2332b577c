import type { Call } from "../client/mod.ts";
import type { ExtEvent, NotifyCallReleased } from "../event/ext_events.ts";
import type { DrivenService, NotifyCallParameters } from "../rpc/ext.ts";
import { failureText } from "./failure.ts";
import { type Identity, identityOf } from "./identity.ts";
import { asFault } from "./refusal.ts";
import type { ServiceParts } from "./service_parts.ts";

/** What every service that makes one call is told. */
type ErrandParameters = Omit<
  NotifyCallParameters,
  "playContent" | "playRepeat"
>;
/** What every service that makes one call tells at its end. */
type ErrandReleased = Omit<NotifyCallReleased, "type">;

/** What the work in a call came to. */
interface Found {
  readonly error: string | null;
}

/** What is special about a kind of service. */
export interface Errand<P extends ErrandParameters, F extends Found> {
  /** Such as `ext.notify_call`. */
  readonly kind: string;
  /** What is done in the call once it is answered. */
  work(call: Call, parameters: P): Promise<F>;
  /** @param found null where the work came to no end */
  released(end: ErrandReleased, found: F | null): ExtEvent;
}

/** Services of one kind: each makes one call, works in it and hangs up. */
export class Errands<P extends ErrandParameters, F extends Found>
  implements DrivenService<P> {
  readonly #parts: ServiceParts;
  readonly #errand: Errand<P, F>;
  readonly #running = new Set<string>();

  constructor(parts: ServiceParts, errand: Errand<P, F>) {
    this.#parts = parts;
    this.#errand = errand;
  }

  exists(resId: string): boolean {
    return this.#running.has(resId);
  }

  async construct(parameters: P): Promise<Identity> {
    const call = await this.#begin(parameters);
    const identity = identityOf(call, this.#errand.kind);
    this.#run(call, identity.resId, parameters).catch((error) =>
      this.#parts.log.error("A service failed", { ...identity, error })
    );
    return identity;
  }

  async #begin(parameters: P): Promise<Call> {
    try {
      return await this.#parts.client.construct({
        fromUri: parameters.fromUri,
        toUri: parameters.toUri,
        maxRingSeconds: parameters.maxRingSeconds,
        maxAnswerSeconds: parameters.maxAnswerSeconds,
        userData: parameters.userData,
      });
    } catch (error) {
      throw asFault(error);
    }
  }

  async #run(call: Call, resId: string, parameters: P): Promise<void> {
    this.#running.add(resId);
    const found = await this.#work(call, parameters);
    // It may have ended meanwhile.
    await call.drop().catch(() => {});
    const end = await call.released;
    this.#running.delete(resId);
    const failed = found instanceof Error;
    this.#parts.emit(this.#errand.released({
      resId,
      error: failed ? failureText(found, end) : found.error,
      beginTime: end.beginTime,
      answerTime: end.answerTime,
      endTime: end.endTime,
      droppedBy: end.droppedBy,
      userData: parameters.userData ?? null,
    }, failed ? null : found));
  }

  async #work(call: Call, parameters: P): Promise<F | Error> {
    try {
      await call.dialled;
      return await this.#errand.work(call, parameters);
    } catch (error) {
      return error instanceof Error ? error : new Error(`${error}`);
    }
  }
}
