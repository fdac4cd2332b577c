import type { NodeEvents } from "./event.ts";
import { ResourceEnded } from "./resource_ended.ts";
import type { Remote, RemoteKind } from "./remote.ts";

/** Services tell how they failed by their last event alone. */
export function serviceKind(family: string): RemoteKind {
  return {
    family,
    ended: (resId, reason) => new ResourceEnded(resId, reason, "Service"),
    refusal: () => null,
  };
}

/** The last events of services. */
export type ServiceEnd = "notifyCallReleased" | "captchaCallReleased";

/** A service of the node that makes one call and ends by itself. */
export class Service<Last extends ServiceEnd> {
  /** Resolves when it is over; `error` is null if it went well. */
  readonly released: Promise<NodeEvents[Last]>;
  readonly #remote: Remote;

  constructor(remote: Remote, last: Last) {
    this.#remote = remote;
    this.released = remote.expect(last).arrived;
  }

  get resId(): string {
    return this.#remote.resId;
  }

  exists(): Promise<boolean> {
    return this.#remote.exists();
  }
}
