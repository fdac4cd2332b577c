import { CtiError } from "../base/fault.ts";
import type { Log } from "../base/log.ts";
import type { WorkerHandle } from "../base/worker_scope.ts";
import type { Media, MediaPort, PortListener } from "./media.ts";
import type {
  FromMedia,
  MediaHealth,
  MediaSettings,
  PortId,
  ToMedia,
} from "./messages.ts";
import { RemotePort } from "./remote_port.ts";

export interface MediaOptions {
  readonly log: Log;
  /** The thread has died: no call has sound any more. */
  crashed(): void;
}

/** Starts the media thread; `sound` is the line to the sound thread. */
export function startMedia(
  settings: MediaSettings,
  sound: MessagePort,
  options: MediaOptions,
): Promise<Media> {
  const url = new URL("./worker.ts", import.meta.url);
  const worker = new Worker(url, { type: "module", name: "media" });
  const media = new WorkerMedia(worker, options);
  return media.start(settings, sound);
}

/** A port that the control thread has asked for and not got yet. */
interface Opening {
  readonly listener: PortListener;
  readonly opened: PromiseWithResolvers<MediaPort>;
}

/** The media thread as the control thread holds it. */
export class WorkerMedia implements Media {
  readonly #worker: WorkerHandle<ToMedia, FromMedia>;
  readonly #options: MediaOptions;
  #started: PromiseWithResolvers<void> | null = null;
  readonly #stopped = Promise.withResolvers<void>();
  readonly #opening = new Map<PortId, Opening>();
  readonly #ports = new Map<PortId, RemotePort>();
  #watchers: PromiseWithResolvers<MediaHealth>[] = [];
  #lastPort = 0;
  #state: "running" | "closing" | "gone" = "running";

  constructor(
    worker: WorkerHandle<ToMedia, FromMedia>,
    options: MediaOptions,
  ) {
    this.#worker = worker;
    this.#options = options;
    worker.onmessage = ({ data }) => this.#hear(data);
    worker.onmessageerror = () => this.#crash("unreadable message");
    worker.onerror = (event) => {
      event.preventDefault();
      this.#crash(event.message);
    };
  }

  async start(settings: MediaSettings, sound: MessagePort): Promise<this> {
    const started = this.#started = Promise.withResolvers<void>();
    this.#worker.postMessage({ type: "start", settings, sound }, [sound]);
    await started.promise;
    return this;
  }

  get openPorts(): number {
    return this.#ports.size + this.#opening.size;
  }

  open(listener: PortListener): Promise<MediaPort> {
    const opened = Promise.withResolvers<MediaPort>();
    if (this.#state === "running") {
      const port = ++this.#lastPort;
      this.#opening.set(port, { listener, opened });
      this.#order({ type: "open", port });
    } else opened.reject(threadGone());
    return opened.promise;
  }

  health(): Promise<MediaHealth> {
    const watcher = Promise.withResolvers<MediaHealth>();
    if (this.#state === "running") {
      this.#watchers.push(watcher);
      this.#order({ type: "watch" });
    } else watcher.reject(threadGone());
    return watcher.promise;
  }

  close(): Promise<void> {
    if (this.#state === "running") {
      this.#state = "closing";
      this.#worker.postMessage({ type: "stop" });
    }
    return this.#stopped.promise;
  }

  #order(message: ToMedia): void {
    if (this.#state === "running") this.#worker.postMessage(message);
  }

  #hear(message: FromMedia): void {
    switch (message.type) {
      case "started":
        return this.#started?.resolve();
      case "stopped":
        return this.#end();
      case "health":
        return this.#watchers.shift()?.resolve(message.health);
      case "opened":
        return this.#opened(message.port, message.rtpPort);
      case "refused":
        return this.#refused(message.port, message.reason);
      default:
        this.#ports.get(message.port)?.hear(message);
        if (message.type === "closed") this.#ports.delete(message.port);
    }
  }

  #opened(id: PortId, rtpPort: number): void {
    const opening = this.#opening.get(id);
    if (!opening) return;
    this.#opening.delete(id);
    const port = new RemotePort(
      id,
      rtpPort,
      opening.listener,
      (message) => this.#order(message),
    );
    this.#ports.set(id, port);
    opening.opened.resolve(port);
  }

  #refused(id: PortId, reason: string): void {
    this.#opening.get(id)?.opened.reject(refusal(reason));
    this.#opening.delete(id);
  }

  #crash(message: string): void {
    if (this.#state === "gone") return;
    this.#options.log.error("the media thread has crashed", { error: message });
    this.#end();
    this.#options.crashed();
  }

  /** Nobody is left waiting for a thread that is gone. */
  #end(): void {
    this.#state = "gone";
    this.#worker.terminate();
    this.#started?.reject(threadGone());
    for (const { opened } of this.#opening.values()) {
      opened.reject(threadGone());
    }
    for (const watcher of this.#watchers) watcher.reject(threadGone());
    for (const port of this.#ports.values()) port.lose();
    this.#opening.clear();
    this.#watchers = [];
    this.#ports.clear();
    this.#stopped.resolve();
  }
}

function threadGone(): CtiError {
  return new CtiError("internal", "The media thread is not running");
}

function refusal(reason: string): CtiError {
  const text = reason === "full"
    ? "No media port is free"
    : "No RTP port is free";
  return new CtiError("overloaded", text);
}
