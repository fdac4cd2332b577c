import type { CallEvent, CallEvents, CallEventType } from "./call_event.ts";

/** An event that somebody waits for. */
export interface Expected<T extends CallEventType> {
  readonly arrived: Promise<CallEvents[T]>;
  /** It will not come; nobody waits any more. */
  cancel(): void;
}

interface Waiting {
  readonly type: CallEventType;
  resolve(event: CallEvent): void;
  reject(error: Error): void;
}

/** The events of one call that are waited for, the longest wait first. */
export class Expectations {
  #waiting: Waiting[] = [];

  expect<T extends CallEventType>(type: T): Expected<T> {
    const { promise, resolve, reject } = Promise.withResolvers<CallEvents[T]>();
    // Awaited only after the reply: an end before that must not go unhandled.
    promise.catch(() => {});
    const waiting: Waiting = {
      type,
      resolve: (event) => resolve(event as CallEvents[T]),
      reject,
    };
    this.#waiting.push(waiting);
    return { arrived: promise, cancel: () => this.#forget(waiting) };
  }

  /** Gives the event to the first who waits for its type. */
  take(event: CallEvent): void {
    this.#first(event.type)?.resolve(event);
  }

  /** The first who waits for such an event waits in vain. */
  refuse(type: CallEventType, error: Error): void {
    this.#first(type)?.reject(error);
  }

  /** All wait in vain. */
  refuseAll(error: Error): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { reject } of waiting) reject(error);
  }

  #first(type: CallEventType): Waiting | undefined {
    const first = this.#waiting.find((waiting) => waiting.type === type);
    if (first) this.#forget(first);
    return first;
  }

  #forget(gone: Waiting): void {
    this.#waiting = this.#waiting.filter((waiting) => waiting !== gone);
  }
}
