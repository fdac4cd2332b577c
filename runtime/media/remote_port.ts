import type { RtpStream } from "../sdp/stream.ts";
import type { MediaPort, PortListener, Stop } from "./media.ts";
import type {
  FromMedia,
  PlaybackId,
  PortId,
  PortStatistics,
  RecordingId,
  SendingId,
  SoundId,
  ToMedia,
} from "./messages.ts";
import { NO_STATISTICS } from "./no_statistics.ts";

/** A port of the media thread as the control thread holds it. */
export class RemotePort implements MediaPort {
  readonly id: PortId;
  readonly rtpPort: number;
  readonly #listener: PortListener;
  readonly #order: (message: ToMedia) => void;
  /** What runs, by its number, and whom to tell that it has ended. */
  readonly #playbacks = new Map<PlaybackId, () => void>();
  readonly #recordings = new Map<RecordingId, () => void>();
  readonly #sendings = new Map<SendingId, () => void>();
  #lastId = 0;
  /** Who asked for statistics, in their order. */
  #askers: ((statistics: PortStatistics) => void)[] = [];
  #closed: PromiseWithResolvers<PortStatistics> | null = null;

  constructor(
    id: PortId,
    rtpPort: number,
    listener: PortListener,
    order: (message: ToMedia) => void,
  ) {
    this.id = id;
    this.rtpPort = rtpPort;
    this.#listener = listener;
    this.#order = order;
  }

  setStream(stream: RtpStream): void {
    this.#tell({ type: "stream", port: this.id, stream });
  }

  play(
    sounds: readonly SoundId[],
    rounds: number | null,
    ended: () => void,
  ): Stop {
    const [port, playback] = [this.id, ++this.#lastId];
    this.#playbacks.set(playback, ended);
    this.#tell({ type: "play", port, playback, sounds, rounds });
    return () => {
      if (!this.#playbacks.delete(playback)) return;
      this.#tell({ type: "stopPlay", port, playback });
    };
  }

  record(
    recording: RecordingId,
    options: { maxSamples: number; beep: boolean },
    full: () => void,
  ): Stop {
    const port = this.id;
    this.#recordings.set(recording, full);
    this.#tell({ type: "record", port, recording, ...options });
    return () => {
      if (!this.#recordings.delete(recording)) return;
      this.#tell({ type: "stopRecord", port, recording });
    };
  }

  sendKeys(keys: string, ended: () => void): Stop {
    const [port, sending] = [this.id, ++this.#lastId];
    this.#sendings.set(sending, ended);
    this.#tell({ type: "sendKeys", port, sending, keys });
    return () => {
      if (!this.#sendings.delete(sending)) return;
      this.#tell({ type: "stopKeys", port, sending });
    };
  }

  statistics(): Promise<PortStatistics> {
    if (this.#closed) return this.#closed.promise;
    const { promise, resolve } = Promise.withResolvers<PortStatistics>();
    this.#askers.push(resolve);
    this.#tell({ type: "count", port: this.id });
    return promise;
  }

  close(): Promise<PortStatistics> {
    if (!this.#closed) {
      this.#tell({ type: "close", port: this.id });
      this.#forget();
      this.#closed = Promise.withResolvers();
    }
    return this.#closed.promise;
  }

  /** What the media thread says about this port. */
  hear(message: Extract<FromMedia, { port: PortId }>): void {
    switch (message.type) {
      case "closed":
        return this.#end(message.statistics);
      case "counted":
        return this.#askers.shift()?.(message.statistics);
      case "key":
        if (!this.#closed) this.#listener.key(message.key, message.source);
        return;
      case "played":
        return end(this.#playbacks, message.playback);
      case "recorded":
        return end(this.#recordings, message.recording);
      case "keysSent":
        return end(this.#sendings, message.sending);
    }
  }

  /** The thread is gone: nothing comes any more, and nobody waits for it. */
  lose(): void {
    this.#end(NO_STATISTICS);
  }

  #tell(message: ToMedia): void {
    if (!this.#closed) this.#order(message);
  }

  #end(statistics: PortStatistics): void {
    this.#forget();
    this.#closed ??= Promise.withResolvers();
    this.#closed.resolve(statistics);
    for (const answer of this.#askers.splice(0)) answer(statistics);
  }

  #forget(): void {
    this.#playbacks.clear();
    this.#recordings.clear();
    this.#sendings.clear();
  }
}

function end(running: Map<number, () => void>, id: number): void {
  const ended = running.get(id);
  running.delete(id);
  ended?.();
}
