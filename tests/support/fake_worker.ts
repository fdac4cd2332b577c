import type { WorkerHandle } from "../../runtime/base/worker_scope.ts";

/** A thread that does what the test says. */
export class FakeWorker<In, Out> implements WorkerHandle<In, Out> {
  onmessage: ((event: MessageEvent<Out>) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  onmessageerror: ((event: MessageEvent) => void) | null = null;
  /** What it was told. */
  readonly orders: In[] = [];
  terminated = false;

  postMessage(message: In): void {
    this.orders.push(message);
  }

  terminate(): void {
    this.terminated = true;
  }

  says(data: Out): void {
    this.onmessage?.(new MessageEvent("message", { data }));
  }

  crashes(message: string): void {
    this.onerror?.(new ErrorEvent("error", { message, cancelable: true }));
  }

  get lastOrder(): In | undefined {
    return this.orders.at(-1);
  }
}
