/** What a worker sees of the thread that made it. */
export interface WorkerScope<In, Out> {
  onmessage: ((event: MessageEvent<In>) => void) | null;
  postMessage(message: Out, transfer?: Transferable[]): void;
  close(): void;
}

/** The same from the other side: a worker, or what a test puts in its place. */
export interface WorkerHandle<In, Out> {
  onmessage: ((event: MessageEvent<Out>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
  postMessage(message: In, transfer?: Transferable[]): void;
  terminate(): void;
}
