import type { NodeEvent, NodeEvents, NodeEventType } from "./event.ts";

/** An event that somebody waits for. */
export interface Expected<T extends NodeEventType> {
  readonly arrived: Promise<NodeEvents[T]>;
  /** The node has said that it will come. */
  promised(): void;
  /** It will not come; nobody waits any more. */
  cancel(): void;
}

interface Waiting {
  readonly type: NodeEventType;
  isPromised: boolean;
  resolve(event: NodeEvent): void;
  reject(error: Error): void;
}

const NOBODY: Pick<Waiting, "resolve" | "reject"> = {
  resolve: () => {},
  reject: () => {},
};

/** The events of one resource that are waited for, the longest wait first. */
export class Expectations {
  #waiting: Waiting[] = [];

  expect<T extends NodeEventType>(type: T): Expected<T> {
    const waiting = { type, isPromised: false, ...NOBODY };
    // Node 20 has no `Promise.withResolvers`.
    const arrived = new Promise<NodeEvents[T]>((resolve, reject) => {
      waiting.resolve = (event) => resolve(event as NodeEvents[T]);
      waiting.reject = reject;
    });
    // Awaited only after the reply: an end before that must not go unhandled.
    arrived.catch(() => {});
    this.#waiting.push(waiting);
    return {
      arrived,
      promised: () => waiting.isPromised = true,
      cancel: () => this.#forget(waiting),
    };
  }

  /** Gives the event to the first who waits for its type. */
  take(event: NodeEvent): void {
    this.#first(event.type)?.resolve(event);
  }

  /** The first who waits for such an event waits in vain. */
  refuse(type: NodeEventType, error: Error): void {
    this.#first(type)?.reject(error);
  }

  /** All wait in vain. */
  refuseAll(error: Error): void {
    this.#refuse(() => true, error);
  }

  /** Those wait in vain whose event may have come and gone. */
  refusePromised(error: Error): void {
    this.#refuse(({ isPromised }) => isPromised, error);
  }

  #refuse(which: (waiting: Waiting) => boolean, error: Error): void {
    const refused = this.#waiting.filter(which);
    this.#waiting = this.#waiting.filter((waiting) => !which(waiting));
    for (const { reject } of refused) reject(error);
  }

  #first(type: NodeEventType): Waiting | undefined {
    const first = this.#waiting.find((waiting) => waiting.type === type);
    if (first) this.#forget(first);
    return first;
  }

  #forget(gone: Waiting): void {
    this.#waiting = this.#waiting.filter((waiting) => waiting !== gone);
  }
}
