import { CtiError } from "../../runtime/base/fault.ts";
import type { Ended } from "../../runtime/media/endings.ts";
import type {
  CallProgressTone,
  TonePlan,
} from "../../runtime/core/call_progress.ts";
import type { MixPart } from "../../runtime/core/gain.ts";
import type {
  Media,
  MediaMix,
  MediaPort,
  PortListener,
  RecordedChannels,
  Stop,
} from "../../runtime/media/media.ts";
import type { KeySource } from "../../runtime/media/messages.ts";
import type { KeyTiming } from "../../runtime/media/key_timing.ts";
import type {
  MediaHealth,
  MediaTotals,
  PortStatistics,
} from "../../runtime/media/statistics.ts";
import { NO_STATISTICS } from "../../runtime/media/no_statistics.ts";
import type { RtpStream } from "../../runtime/sdp/stream.ts";
import { FakeDeck } from "./fake_deck.ts";
import { FakeGate } from "./fake_gate.ts";
import type { FakeSound } from "./fake_sound.ts";

/** A port without packets: what runs on it ends when the test says so. */
export class FakePort implements MediaPort {
  readonly streams: RtpStream[] = [];
  isClosed = false;
  /** What closing tells. */
  counts = NO_STATISTICS;
  readonly #deck: FakeDeck;
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
    this.#deck = new FakeDeck(media.sound);
    this.#listener = listener;
  }

  /** What it was told to play, record and send. */
  get deeds(): string[] {
    return this.#deck.deeds;
  }

  /** The kinds of what runs. */
  get running(): string[] {
    return this.#deck.running;
  }

  setStream(stream: RtpStream): void {
    this.#check("setStream");
    this.streams.push(stream);
  }

  play(
    sounds: readonly number[],
    rounds: number | null,
    ended: Ended,
  ): Stop {
    this.#check("play");
    return this.#deck.play(sounds, rounds, ended);
  }

  record(
    recording: number,
    options: { maxSamples: number; beep: boolean },
    full: () => void,
  ): Stop {
    this.#check("record");
    return this.#deck.record(recording, options, full);
  }

  sendKeys(keys: string, ended: () => void, _timing?: KeyTiming): Stop {
    this.#check("sendKeys");
    return this.#deck.sendKeys(keys, ended);
  }

  sayTone(tone: CallProgressTone, plan: TonePlan): Stop {
    this.#check("sayTone");
    return this.#deck.sayTone(tone, plan);
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
  finish(error: string | null = null): void {
    this.#deck.finish(error);
  }

  /** The first RTP of the peer comes. */
  speak(): void {
    if (!this.isClosed) this.#listener.speaks?.();
  }

  press(keys: string, source: KeySource = "event"): void {
    if (this.isClosed) return;
    for (const key of keys) this.#listener.key(key, source);
  }

  statistics(): Promise<PortStatistics> {
    return Promise.resolve(NO_STATISTICS);
  }

  close(): Promise<PortStatistics> {
    this.#check("close");
    this.isClosed = true;
    this.#deck.close();
    this.#media.leave(this);
    this.#media.openPorts--;
    return Promise.resolve(this.counts);
  }

  #check(deed: string): void {
    if (this.isClosed) throw new Error(`${deed} on a closed port`);
  }
}

/** A mix that knows who is in it, and as what. */
export class FakeMix implements MediaMix {
  readonly members = new Map<MediaPort, MixPart>();
  readonly #deck: FakeDeck;
  readonly #media: FakeMedia;
  isClosed = false;

  constructor(media: FakeMedia) {
    this.#deck = new FakeDeck(media.sound);
    this.#media = media;
  }

  /** What it was told to play and record. */
  get deeds(): string[] {
    return this.#deck.deeds;
  }

  /** The kinds of what runs. */
  get running(): string[] {
    return this.#deck.running;
  }

  /** A port is in one mix at most. */
  join(port: MediaPort, part: MixPart = {}): void {
    if (this.isClosed) return;
    this.#media.leave(port);
    this.members.set(port, part);
  }

  leave(port: MediaPort): void {
    this.members.delete(port);
  }

  play(
    sounds: readonly number[],
    rounds: number | null,
    ended: Ended,
  ): Stop {
    if (this.isClosed) return () => {};
    return this.#deck.play(sounds, rounds, ended);
  }

  record(
    recording: number,
    options: { maxSamples: number; channels?: RecordedChannels },
    full: () => void,
  ): Stop {
    if (this.isClosed) throw new Error("record in a closed mix");
    return this.#deck.record(recording, options, full);
  }

  /** What runs comes to its natural end. */
  finish(): void {
    this.#deck.finish();
  }

  close(): void {
    this.isClosed = true;
    this.#deck.close();
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
  hasNoMix = false;

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
    if (this.hasNoMix) throw new CtiError("overloaded", "No mix is free");
    const mix = new FakeMix(this);
    this.mixes.push(mix);
    return mix;
  }

  /** A port is in no mix any more. */
  leave(port: MediaPort): void {
    for (const mix of this.mixes) mix.leave(port);
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
