import type { RtpStream } from "../sdp/stream.ts";
import type { CallProgressTone, TonePlan } from "../core/call_progress.ts";
import { type Ended, Endings } from "./endings.ts";
import { KEY_TIMING } from "./key_timing.ts";
import type { MediaPort, PortListener, Stop } from "./media.ts";
import type {
  FromMedia,
  PortId,
  RecordingId,
  SoundId,
  ToMedia,
} from "./messages.ts";
import type { PortStatistics } from "./statistics.ts";
import { NO_STATISTICS } from "./no_statistics.ts";

/** A port of the media thread as the control thread holds it. */
export class RemotePort implements MediaPort {
  readonly id: PortId;
  readonly rtpPort: number;
  readonly #listener: PortListener;
  readonly #order: (message: ToMedia) => void;
  /** What runs, by its number, and whom to tell that it has ended. */
  readonly #playbacks = new Endings();
  readonly #recordings = new Endings();
  readonly #sendings = new Endings();
  #silent: () => void = () => {};
  /** The tone that is said. */
  #tone: number | null = null;
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
    ended: Ended,
  ): Stop {
    const [port, playback] = [this.id, ++this.#lastId];
    this.#playbacks.await(playback, ended);
    this.#tell({ type: "play", port, playback, sounds, rounds });
    return () => {
      if (!this.#playbacks.giveUp(playback)) return;
      this.#tell({ type: "stopPlay", port, playback });
    };
  }

  record(
    recording: RecordingId,
    options: { maxSamples: number; beep: boolean },
    full: () => void,
  ): Stop {
    const port = this.id;
    this.#recordings.await(recording, full);
    // A port that is closed records nothing, but the file has an end.
    this.#order({ type: "record", port, recording, ...options });
    return () => {
      if (!this.#recordings.giveUp(recording)) return;
      this.#tell({ type: "stopRecord", port, recording });
    };
  }

  sendKeys(keys: string, ended: () => void, timing = KEY_TIMING): Stop {
    const [port, sending] = [this.id, ++this.#lastId];
    this.#sendings.await(sending, ended);
    this.#tell({ type: "sendKeys", port, sending, keys, timing });
    return () => {
      if (!this.#sendings.giveUp(sending)) return;
      this.#tell({ type: "stopKeys", port, sending });
    };
  }

  sayTone(tone: CallProgressTone, plan: TonePlan): Stop {
    const [port, saying] = [this.id, ++this.#lastId];
    this.#tone = saying;
    this.#tell({ type: "sayTone", port, tone, plan });
    return () => {
      if (this.#tone !== saying) return;
      this.#tone = null;
      this.#tell({ type: "stopTone", port });
    };
  }

  guard(seconds: number, silent: () => void): void {
    this.#silent = silent;
    this.#tell({ type: "guard", port: this.id, seconds });
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
      case "speaks":
        if (!this.#closed) this.#listener.speaks?.();
        return;
      case "played":
        return this.#playbacks.tell(message.playback, message.error);
      case "silent":
        if (!this.#closed) this.#silent();
        return;
      case "recorded":
        return this.#recordings.tell(message.recording);
      case "keysSent":
        return this.#sendings.tell(message.sending);
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
    this.#playbacks.forget();
    this.#recordings.forget();
    this.#sendings.forget();
  }
}
