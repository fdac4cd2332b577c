import { Emitter } from "../base/emitter.ts";
import { SAMPLE_RATE } from "../base/units.ts";
import type { KeySource } from "../media/messages.ts";
import type { PortStatistics } from "../media/statistics.ts";
import type { Stop } from "../media/media.ts";
import type { Session, SessionEnd, SessionListener } from "../sip/session.ts";
import type { LoadedSound, Recording } from "../sound/sound.ts";
import type { LineAudio } from "./line_audio.ts";
import { LineEnded } from "./line_ended.ts";

/** A key that the other side pressed, and how it was heard. */
export interface HeardKey {
  readonly key: string;
  readonly source: KeySource | "info";
}

const NORMAL = 200;
/** An hour of recording, in samples. */
const LONGEST = 3600 * SAMPLE_RATE;
const NOT_ACCEPTABLE = 488;
const SILENT = "no sound agreed";

/**
 * One call of a telephone. What runs on it rejects with `LineEnded` when the
 * call ends meanwhile, whichever side ends it.
 */
export class Line {
  /** Resolves when the call is up, at either end. */
  readonly answered: Promise<void>;
  /** Resolves when it is over; nothing of it is left then. */
  readonly ended: Promise<SessionEnd>;
  readonly keys = new Emitter<HeardKey>();
  /** Provisional responses, such as 180. */
  readonly progress = new Emitter<number>();
  readonly #session: Session;
  readonly #audio: LineAudio;
  readonly #up = Promise.withResolvers<void>();
  readonly #down = Promise.withResolvers<SessionEnd>();
  readonly #running = new Set<(end: LineEnded) => void>();
  #end: SessionEnd | null = null;
  #statistics: PortStatistics | null = null;

  constructor(session: Session, audio: LineAudio) {
    this.#session = session;
    this.#audio = audio;
    this.answered = this.#up.promise;
    this.ended = this.#down.promise;
    // Whoever does not wait for the answer learns of the end by `ended`.
    this.answered.catch(() => {});
    audio.follow(() => session.remoteAddress);
    session.listen(this.#listener());
  }

  get session(): Session {
    return this.#session;
  }

  get audio(): LineAudio {
    return this.#audio;
  }

  /** Packets in and out; null until the line has ended. */
  get statistics(): PortStatistics | null {
    return this.#statistics;
  }

  /** Presses keys, as tones or in the way that was agreed. */
  press(keys: string, how: "tone" | "agreed" = "agreed"): Promise<void> {
    const press = () =>
      this.#run((ended) => this.#audio.port.sendKeys(keys, ended));
    return how === "tone" ? this.#audio.asTones(press) : press();
  }

  /** Plays a sound to the other side; `rounds` null: until the end. */
  say(sound: LoadedSound, rounds: number | null = 1): Promise<void> {
    return this.#run((ended) =>
      this.#audio.port.play([sound.id], rounds, ended)
    );
  }

  /** Records what the other side says; the returned function stops it. */
  hear(recording: Recording): Stop {
    const options = { maxSamples: LONGEST, beep: false };
    return this.#audio.port.record(recording.id, options, () => {});
  }

  /** Ends the call, or cancels it; resolves when nothing of it is left. */
  async hangUp(status = NORMAL): Promise<void> {
    if (!this.#end) {
      this.#session.hangUp(status);
      this.#finish({ by: "local", status, reason: "hung up" });
    }
    await this.ended;
  }

  /** A key came; for the telephone. */
  heard(key: string, source: HeardKey["source"]): void {
    this.keys.emit({ key, source });
  }

  #listener(): SessionListener {
    return {
      provisional: (status, sdp) => {
        if (sdp !== null) this.#audio.preview(sdp);
        this.progress.emit(status);
      },
      accepted: (sdp) => this.#settle(sdp),
      acknowledged: (sdp) => this.#settle(sdp),
      offered: (sdp) =>
        sdp === null
          ? this.#audio.offer(this.#session.localAddress)
          : this.#audio.answer(sdp, this.#session.localAddress),
      described: (sdp) => this.#audio.settle(sdp),
      restated: () => this.#audio.repeat(),
      key: (key) => this.heard(key, "info"),
      referred: () => {},
      ended: (end) => this.#finish(end),
    };
  }

  /** The call is up; its sound too, or there is no point in it. */
  #settle(sdp: string | null): void {
    if (sdp !== null && !this.#audio.settle(sdp)) {
      this.#session.hangUp(NOT_ACCEPTABLE);
      const [by, status] = ["local", NOT_ACCEPTABLE] as const;
      return this.#finish({ by, status, reason: SILENT });
    }
    this.#up.resolve();
  }

  #run(start: (ended: () => void) => Stop): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#end) return reject(new LineEnded(this.#end));
      const settle = () => {
        this.#running.delete(reject);
        resolve();
      };
      this.#running.add(reject);
      start(settle);
    });
  }

  #finish(end: SessionEnd): void {
    if (this.#end) return;
    this.#end = end;
    const error = new LineEnded(end);
    this.#up.reject(error);
    for (const reject of this.#running) reject(error);
    this.#running.clear();
    this.#audio.close().then((statistics) => {
      this.#statistics = statistics;
      this.#down.resolve(end);
    });
  }
}
