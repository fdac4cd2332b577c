import { Doorbell } from "../base/doorbell.ts";
import { CtiError } from "../base/fault.ts";
import type { Log } from "../base/log.ts";
import { Thread, type ThreadKeeper, type Told } from "../base/thread.ts";
import type { WorkerHandle } from "../base/worker_scope.ts";
import type { Media, MediaMix, MediaPort, PortListener } from "./media.ts";
import type {
  FromMedia,
  MediaSettings,
  PortId,
  SoundLine,
  ToMedia,
} from "./messages.ts";
import type { MediaHealth, MediaTotals } from "./statistics.ts";
import type { MixId } from "./mix_messages.ts";
import { RemoteMix } from "./remote_mix.ts";
import { Questions } from "./questions.ts";
import { RemotePort } from "./remote_port.ts";

/** Starts the media thread; `sound` is the line to the sound thread. */
export function startMedia(
  settings: MediaSettings,
  sound: SoundLine,
  keeper: ThreadKeeper,
): Promise<Media> {
  const url = new URL("./worker.ts", import.meta.url);
  const worker = new Worker(url, { type: "module", name: "media" });
  const media = new WorkerMedia(worker, keeper);
  return media.start(settings, sound);
}

/**
 * Orders that are answered, or come when nothing beats. What the others ask for
 * is done in a beat: they are read before the next one, and nobody has to wake
 * the thread for them.
 */
const AWAITED: ReadonlySet<ToMedia["type"]> = new Set([
  "open",
  "count",
  "watch",
  "sum",
  "collectGarbage",
]);

/** A port that the control thread has asked for and not got yet. */
interface Opening {
  readonly listener: PortListener;
  readonly opened: PromiseWithResolvers<MediaPort>;
}

/** The media thread as the control thread holds it. */
export class WorkerMedia implements Media {
  readonly #thread: Thread<ToMedia, FromMedia>;
  readonly #opening = new Map<PortId, Opening>();
  readonly #ports = new Map<PortId, RemotePort>();
  readonly #mixes = new Map<MixId, RemoteMix>();
  readonly #log: Log;
  readonly #health = new Questions<MediaHealth>();
  readonly #totals = new Questions<MediaTotals>();
  #lastPort = 0;
  #lastMix = 0;
  /** As many as the core is laid out for. */
  #mostMixes = 0;

  constructor(worker: WorkerHandle<ToMedia, FromMedia>, keeper: ThreadKeeper) {
    this.#log = keeper.log;
    this.#thread = new Thread({
      name: "media",
      worker,
      keeper,
      isUrgent: ({ type }) => AWAITED.has(type),
      hear: (message) => this.#hear(message),
      gone: () => this.#lose(),
    });
  }

  async start(settings: MediaSettings, sound: SoundLine): Promise<this> {
    this.#mostMixes = settings.maxPorts;
    const order = { type: "start", settings, sound } as const;
    await this.#thread.start(order, [sound.port], new Doorbell(sound.bell));
    return this;
  }

  get openPorts(): number {
    return this.#ports.size + this.#opening.size;
  }

  get openMixes(): number {
    return this.#mixes.size;
  }

  open(listener: PortListener): Promise<MediaPort> {
    const opened = Promise.withResolvers<MediaPort>();
    if (this.#thread.running) {
      const port = ++this.#lastPort;
      this.#opening.set(port, { listener, opened });
      this.#thread.order({ type: "open", port });
    } else opened.reject(this.#thread.fault());
    return opened.promise;
  }

  openMix(): MediaMix {
    if (!this.#thread.running) throw this.#thread.fault();
    if (this.#mixes.size >= this.#mostMixes) {
      throw new CtiError("overloaded", "No mix is free");
    }
    const id = ++this.#lastMix;
    const order = (message: ToMedia) => this.#thread.order(message);
    const mix = new RemoteMix(
      id,
      order,
      () => this.#mixes.delete(id),
    );
    this.#mixes.set(id, mix);
    order({ type: "openMix", mix: id });
    return mix;
  }

  health(): Promise<MediaHealth> {
    return this.#ask({ type: "watch" }, this.#health);
  }

  totals(): Promise<MediaTotals> {
    return this.#ask({ type: "sum" }, this.#totals);
  }

  collectGarbage(): void {
    this.#thread.order({ type: "collectGarbage" });
  }

  close(): Promise<void> {
    return this.#thread.close();
  }

  #ask<Answer>(order: ToMedia, to: Questions<Answer>): Promise<Answer> {
    if (!this.#thread.running) return Promise.reject(this.#thread.fault());
    this.#thread.order(order);
    return to.asked();
  }

  #hear(message: Told<FromMedia>): void {
    switch (message.type) {
      case "health":
        return this.#health.answered(message.health);
      case "summed":
        return this.#totals.answered(message.totals);
      case "notice":
        return this.#log[message.level](message.message, message.fields);
      case "opened":
        return this.#opened(message.port, message.rtpPort);
      case "refused":
        return this.#refused(message.port, message.reason);
      case "mixPlayed":
      case "mixRecorded":
        return this.#mixes.get(message.mix)?.hear(message);
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
      (message) => this.#thread.order(message),
    );
    this.#ports.set(id, port);
    opening.opened.resolve(port);
  }

  #refused(id: PortId, reason: string): void {
    this.#opening.get(id)?.opened.reject(refusal(reason));
    this.#opening.delete(id);
  }

  #lose(): void {
    const fault = this.#thread.fault();
    for (const { opened } of this.#opening.values()) opened.reject(fault);
    this.#health.lost(fault);
    this.#totals.lost(fault);
    for (const port of this.#ports.values()) port.lose();
    this.#opening.clear();
    this.#ports.clear();
    this.#mixes.clear();
  }
}

function refusal(reason: string): CtiError {
  const text = reason === "full"
    ? "No media port is free"
    : "No RTP port is free";
  return new CtiError("overloaded", text);
}
