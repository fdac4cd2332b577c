import { CtiError } from "../base/fault.ts";
import type { DrivenDuoCallbacks, DuoCallbackParameters } from "../rpc/ext.ts";
import { DuoCallback } from "./duo_callback.ts";
import { type Identity, identityOf } from "./identity.ts";
import { asFault } from "./refusal.ts";
import type { ServiceParts } from "./service_parts.ts";

/** The call-backs that are under way. */
export class DuoCallbacks implements DrivenDuoCallbacks {
  readonly #parts: ServiceParts;
  readonly #running = new Map<string, DuoCallback>();

  constructor(parts: ServiceParts) {
    this.#parts = parts;
  }

  exists(resId: string): boolean {
    return this.#running.has(resId);
  }

  async construct(parameters: DuoCallbackParameters): Promise<Identity> {
    const first = await DuoCallback.dialFirst(this.#parts.client, parameters)
      .catch((error) => {
        throw asFault(error);
      });
    const identity = identityOf(first, "ext.duo_callback");
    const { resId } = identity;
    const one = new DuoCallback(this.#parts, resId, first, parameters);
    this.#running.set(resId, one);
    one.run(() => this.#running.delete(resId)).catch((error) =>
      this.#parts.log.error("A service failed", { ...identity, error })
    );
    return identity;
  }

  cancel(resId: string): void {
    const one = this.#running.get(resId);
    if (!one) {
      throw new CtiError("unknownResource", `No such resource: ${resId}`);
    }
    one.cancel();
  }
}
