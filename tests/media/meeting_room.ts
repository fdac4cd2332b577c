import assert from "node:assert/strict";
import { SeededChance } from "../../runtime/base/chance.ts";
import { HandClock } from "../../runtime/base/hand_clock.ts";
import type { Codec, Core, MixPart } from "../../runtime/core/mod.ts";
import { MediaThread } from "../../runtime/media/media_thread.ts";
import type {
  FromMedia,
  SoundId,
  ToMedia,
} from "../../runtime/media/messages.ts";
import type { MediaToSound } from "../../runtime/media/sound_messages.ts";
import { readRtp, rtp } from "../core/support/rtp.ts";
import { FakeDatagrams } from "../support/fake_datagrams.ts";
import { STREAM } from "./media_stage.ts";

const FRAME = 160;
const TICK_MS = 20;
/** The walk of a gain and the jitter buffer's first wait are over by then. */
const SETTLED = 15;
const PEAK = 4000;
/**
 * Whole periods in a frame, so that one is exactly zero in the others' sums. A
 * frame begins and ends at a peak: nothing would click louder than a cut there.
 */
const HERTZ = [400, 700, 1000, 1300];
/** Of what is played; it is told as the fifth. */
const PLAYED = 1600;
const SOUNDS = [...HERTZ, PLAYED];
/** Of a voice as it was said: the least that is heard, and not silence. */
const LEAST = 0.02;

/**
 * A media thread with the real core, whose ports 1 to 4 each hear a tone of
 * their own from their peer.
 */
export class MeetingRoom {
  readonly thread: MediaThread;
  readonly #clock = new HandClock();
  readonly #datagrams = new FakeDatagrams();
  readonly #reports: FromMedia[] = [];
  /** What went to the sound thread. */
  readonly stored: MediaToSound[] = [];
  readonly #codec: Codec;
  readonly #rtpPorts = new Map<number, number>();
  #packets = 0;

  constructor(core: Core, mixes = 4) {
    this.#codec = core.codec("pcma");
    this.thread = new MediaThread({
      settings: {
        host: "127.0.0.1",
        ports: { first: 22_000, last: 22_015 },
        maxPorts: HERTZ.length,
      },
      engine: core.engine({ ports: HERTZ.length, mixes }),
      clock: this.#clock,
      chance: new SeededChance(8),
      datagrams: this.#datagrams,
      beep: new Int16Array(FRAME),
      report: (message) => void this.#reports.push(message),
      store: (message) => void this.stored.push(message),
    });
  }

  order(...messages: ToMedia[]): void {
    for (const message of messages) this.thread.obey(message);
  }

  /** Opens these ports and a mix; `part` is what each of them is there. */
  meet(mix: number, ports: readonly number[], part: MixPart = {}): void {
    this.order({ type: "openMix", mix });
    for (const port of ports) {
      if (!this.#rtpPorts.has(port)) this.#open(port);
      this.order({ type: "joinMix", mix, port, part });
    }
  }

  /** A sound of so many frames that can be played. */
  give(sound: SoundId, frames: number): void {
    const samples = new SharedArrayBuffer(2 * FRAME * frames);
    const all = new Int16Array(samples);
    for (let at = 0; at < all.length; at += FRAME) all.set(tone(PLAYED), at);
    this.thread.take({ type: "sound", sound, segments: [samples], last: true });
  }

  /** Mixes that said that they have played or recorded, since the last look. */
  ended(): string[] {
    return this.#reports.splice(0).flatMap((report) =>
      report.type === "mixPlayed" || report.type === "mixRecorded"
        ? [`${report.type} ${report.mix}`]
        : []
    );
  }

  /** Timers that run: none when there is nothing to do. */
  get timers(): number {
    return this.#clock.pending;
  }

  close(port: number): void {
    this.order({ type: "close", port });
    this.#rtpPorts.delete(port);
  }

  /** Who is heard by the peer of each open port once all has settled. */
  heard(): Record<number, number[]> {
    const levels = this.levels();
    return Object.fromEntries(
      Object.entries(levels).map(([port, of]) => [
        port,
        of.flatMap((level, i) => level > LEAST ? [i + 1] : []),
      ]),
    );
  }

  /** How loud each of the five tones is there; 1: as it was said. */
  levels(): Record<number, number[]> {
    this.pass(SETTLED);
    const levels: Record<number, number[]> = {};
    for (const [port, rtpPort] of this.#rtpPorts) {
      const packet = this.#datagrams.sent.findLast((p) => p.from === rtpPort);
      assert.ok(packet, `port ${port} sends nothing`);
      const sound = this.#codec.decode(readRtp(packet.bytes).payload);
      levels[port] = levelsIn(sound);
    }
    return levels;
  }

  /** What the peer of a port hears while so many frames go by. */
  sound(port: number, frames: number): Int16Array {
    const heard: number[] = [];
    for (let n = 0; n < frames; n++) {
      this.#tick();
      for (const { from, bytes } of this.#datagrams.sent) {
        if (from !== this.#rtpPorts.get(port)) continue;
        heard.push(...this.#codec.decode(readRtp(bytes).payload));
      }
    }
    return Int16Array.from(heard);
  }

  /** So many frames of 20 ms go by. */
  pass(frames: number): void {
    for (let n = 0; n < frames; n++) this.#tick();
  }

  #open(port: number): void {
    this.order({ type: "open", port });
    const opened = this.#reports.findLast((report) => report.type === "opened");
    assert.ok(opened?.type === "opened" && opened.port === port);
    this.#rtpPorts.set(port, opened.rtpPort);
    this.order({
      type: "stream",
      port,
      stream: { ...STREAM, remote: at(port) },
    });
  }

  /** Every peer says 20 ms of its tone, and the thread beats. */
  #tick(): void {
    const sequence = this.#packets++;
    this.#datagrams.sent.length = 0;
    for (const [port, rtpPort] of this.#rtpPorts) {
      const payload = this.#codec.encode(tone(HERTZ[port - 1]));
      const times = { sequence, timestamp: sequence * FRAME };
      const packet = rtp({ payloadType: 8, ssrc: port, ...times, payload });
      this.#datagrams.bring(packet, at(port), rtpPort);
    }
    this.#clock.wind(TICK_MS);
  }
}

/** Where the peer of a port is. */
function at(port: number) {
  return { address: "192.0.2.9", port: 7000 + 2 * port };
}

function angle(hertz: number, i: number): number {
  return 2 * Math.PI * hertz * i / 8000;
}

function tone(hertz: number): Int16Array {
  return Int16Array.from(
    { length: FRAME },
    (_, i) => PEAK * Math.cos(angle(hertz, i)),
  );
}

/** Of each of the five tones, those of the ports first. */
export function levelsIn(sound: Int16Array): number[] {
  return SOUNDS.map((hertz) => amplitude(sound, hertz) / PEAK);
}

function amplitude(sound: Int16Array, hertz: number): number {
  let [real, imaginary] = [0, 0];
  sound.forEach((sample, i) => {
    real += sample * Math.cos(angle(hertz, i));
    imaginary += sample * Math.sin(angle(hertz, i));
  });
  return 2 * Math.hypot(real, imaginary) / sound.length;
}
