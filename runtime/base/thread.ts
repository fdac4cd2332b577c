import { CtiError } from "./fault.ts";
import type { Doorbell } from "./doorbell.ts";
import type { Log } from "./log.ts";
import type { WorkerHandle } from "./worker_scope.ts";

/** Who looks after a thread. */
export interface ThreadKeeper {
  readonly log: Log;
  /** The thread has died: nothing that needs it works any more. */
  crashed(): void;
}

/** A message between threads: told apart by its type. */
interface Message {
  readonly type: string;
}

/** What every thread says besides its own. */
type Course = { type: "started" } | { type: "stopped" };
type Stop = { type: "stop" };

/** What is left of a thread's messages for the one who works with it. */
export type Told<Out extends Message> = Exclude<Out, Course>;

interface ThreadParts<In extends Message, Out extends Message> {
  readonly name: string;
  readonly worker: WorkerHandle<In | Stop, Out>;
  readonly keeper: ThreadKeeper;
  /** Whether somebody waits for what comes of an order; if absent, always. */
  isUrgent?(order: In): boolean;
  hear(message: Told<Out>): void;
  /** It is gone, however that came: once, and nobody may be left waiting. */
  gone(): void;
}

/** A worker thread in the hands of the one who made it. */
export class Thread<In extends Message, Out extends Message> {
  readonly #parts: ThreadParts<In, Out>;
  readonly #started = Promise.withResolvers<void>();
  readonly #stopped = Promise.withResolvers<void>();
  #state: "running" | "closing" | "gone" = "running";
  #bell: Doorbell | null = null;

  constructor(parts: ThreadParts<In, Out>) {
    this.#parts = parts;
    // Whoever starts it hears of the failure; nobody has to.
    this.#started.promise.catch(() => {});
    const { worker } = parts;
    worker.onmessage = ({ data }) => this.#hear(data);
    worker.onmessageerror = () => this.#crash("unreadable message");
    worker.onerror = (event) => {
      event.preventDefault();
      this.#crash(event.message);
    };
  }

  get running(): boolean {
    return this.#state === "running";
  }

  /**
   * Resolves when the thread is ready for orders.
   * @param bell is rung at each order from then on
   */
  start(
    order: In,
    transfer: Transferable[],
    bell: Doorbell | null = null,
  ): Promise<void> {
    this.#parts.worker.postMessage(order, transfer);
    this.#bell = bell;
    return this.#started.promise;
  }

  /** Tells it something; says nothing to one that does not run. */
  order(order: In): void {
    if (!this.running) return;
    this.#parts.worker.postMessage(order);
    if (this.#parts.isUrgent?.(order) ?? true) this.#bell?.ring();
    else this.#bell?.leave();
  }

  /** Lets it finish what it has begun. */
  close(): Promise<void> {
    if (this.running) {
      this.#state = "closing";
      this.#parts.worker.postMessage({ type: "stop" });
      this.#bell?.ring();
    }
    return this.#stopped.promise;
  }

  /** What is thrown at whoever needs it when it does not run. */
  fault(): CtiError {
    const text = `The ${this.#parts.name} thread is not running`;
    return new CtiError("internal", text);
  }

  #hear(message: Out): void {
    if (message.type === "started") this.#started.resolve();
    else if (message.type === "stopped") this.#end();
    else this.#parts.hear(message as Told<Out>);
  }

  #crash(error: string): void {
    if (this.#state === "gone") return;
    const { name, keeper } = this.#parts;
    keeper.log.error(`the ${name} thread has crashed`, { error });
    this.#end();
    keeper.crashed();
  }

  #end(): void {
    this.#state = "gone";
    this.#parts.worker.terminate();
    this.#started.reject(this.fault());
    this.#parts.gone();
    this.#stopped.resolve();
  }
}
