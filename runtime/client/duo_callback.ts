import type { NodeEvents } from "./event.ts";
import type { Remote } from "./remote.ts";

/** A call-back of the node: it calls one, then another, and connects them. */
export class DuoCallback {
  /** Resolves when both calls are over; `error` is null if it went well. */
  readonly released: Promise<NodeEvents["duoCallbackReleased"]>;
  readonly #remote: Remote;

  constructor(remote: Remote) {
    this.#remote = remote;
    this.released = remote.expect("duoCallbackReleased").arrived;
  }

  get resId(): string {
    return this.#remote.resId;
  }

  /** Ends it; the node refuses that once the second one has answered. */
  cancel(): Promise<void> {
    return this.#remote.tell("cancel");
  }

  exists(): Promise<boolean> {
    return this.#remote.exists();
  }
}
