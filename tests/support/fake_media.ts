import { CtiError } from "../../runtime/base/fault.ts";
import type { MixPart } from "../../runtime/core/gain.ts";
import type {
  Media,
  MediaMix,
  MediaPort,
  PortListener,
  Stop,
} from "../../runtime/media/media.ts";
import type {
  MediaHealth,
  MediaTotals,
  PortStatistics,
} from "../../runtime/media/messages.ts";
import { NO_STATISTICS } from "../../runtime/media/no_statistics.ts";
import type { RtpStream } from "../../runtime/sdp/stream.ts";
import { FakeGate } from "./fake_gate.ts";
import type { FakeSound } from "./fake_sound.ts";

/** What runs on a port, until it ends or is stopped. */
interface Running {
  readonly what: "play" | "record" | "sendKeys";
  readonly ended: () => void;
  readonly undo: () => void;
}

/** A port without packets: what runs on it ends when the test says so. */
export class FakePort implements MediaPort {
  readonly deeds: string[] = [];
  readonly streams: RtpStream[] = [];
  isClosed = false;
  /** What closing tells. */
  counts = NO_STATISTICS;
  readonly #running = new Set<Running>();
  #guard = { seconds: 0, silent: () => {} };
  readonly #listener: PortListener;
  readonly #media: FakeMedia;

  constructor(
    readonly id: number,
    readonly rtpPort: number,
    media: FakeMedia,
    listener: PortListener,
  ) {
    this.#media = media;
    this.#listener = listener;
  }

  /** The kinds of what runs. */
  get running(): string[] {
    return [...this.#running].map(({ what }) => what);
  }

  setStream(stream: RtpStream): void {
    this.#check("setStream");
    this.streams.push(stream);
  }

  play(
    sounds: readonly number[],
    rounds: number | null,
    ended: () => void,
  ): Stop {
    this.#check("play");
    this.deeds.push(`play ${sounds.length} x ${rounds}`);
    return this.#run({ what: "play", ended, undo: () => {} });
  }

  record(
    recording: number,
    options: { maxSamples: number; beep: boolean },
    full: () => void,
  ): Stop {
    this.#check("record");
    const { maxSamples, beep } = options;
    this.deeds.push(`record ${maxSamples}${beep ? " after a beep" : ""}`);
    const file = this.#media.sound.recording(recording);
    return this.#run({ what: "record", ended: full, undo: () => file.end() });
  }

  sendKeys(keys: string, ended: () => void): Stop {
    this.#check("sendKeys");
    this.deeds.push(`send ${keys}`);
    return this.#run({ what: "sendKeys", ended, undo: () => {} });
  }

  guard(seconds: number, silent: () => void): void {
    this.#check("guard");
    this.#guard = { seconds, silent };
  }

  /** How long a silence has to be to be told of; 0: it never is. */
  guardedFor(): number {
    return this.#guard.seconds;
  }

  /** Nothing has come for so long. */
  fallSilent(): void {
    if (!this.isClosed) this.#guard.silent();
  }

  /** What runs comes to its natural end. */
  finish(): void {
    for (const running of [...this.#running]) {
      this.#running.delete(running);
      running.undo();
      running.ended();
    }
  }

  press(keys: string): void {
    if (this.isClosed) return;
    for (const key of keys) this.#listener.key(key, "event");
  }

  statistics(): Promise<PortStatistics> {
    return Promise.resolve(NO_STATISTICS);
  }

  close(): Promise<PortStatistics> {
    this.#check("close");
    this.isClosed = true;
    for (const { undo } of this.#running) undo();
    this.#running.clear();
    this.#media.openPorts--;
    return Promise.resolve(this.counts);
  }

  #run(running: Running): Stop {
    this.#running.add(running);
    return () => {
      if (this.#running.delete(running)) running.undo();
    };
  }

  #check(deed: string): void {
    if (this.isClosed) throw new Error(`${deed} on a closed port`);
  }
}

/** A mix that knows who is in it, and as what. */
export class FakeMix implements MediaMix {
  readonly members = new Map<MediaPort, MixPart>();
  isClosed = false;

  join(port: MediaPort, part: MixPart = {}): void {
    if (!this.isClosed) this.members.set(port, part);
  }

  leave(port: MediaPort): void {
    this.members.delete(port);
  }

  play(): Stop {
    return () => {};
  }

  record(): Stop {
    return () => {};
  }

  close(): void {
    this.isClosed = true;
    this.members.clear();
  }
}

/** The media thread without a thread. */
export class FakeMedia implements Media {
  /** Opening waits here. */
  readonly opening = new FakeGate();
  readonly ports: FakePort[] = [];
  readonly mixes: FakeMix[] = [];
  openPorts = 0;
  isFull = false;

  constructor(readonly sound: FakeSound) {}

  async open(listener: PortListener): Promise<MediaPort> {
    await this.opening.pass();
    if (this.isFull) throw new CtiError("overloaded", "No RTP port is free");
    this.openPorts++;
    const id = this.ports.length;
    const port = new FakePort(id, 20000 + 2 * id, this, listener);
    this.ports.push(port);
    return port;
  }

  get openMixes(): number {
    return this.mixes.filter((mix) => !mix.isClosed).length;
  }

  openMix(): MediaMix {
    const mix = new FakeMix();
    this.mixes.push(mix);
    return mix;
  }

  health(): Promise<MediaHealth> {
    return Promise.reject(new Error("not asked of a fake"));
  }

  collectGarbage(): void {}

  totals(): Promise<MediaTotals> {
    return Promise.reject(new Error("not asked of a fake"));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
