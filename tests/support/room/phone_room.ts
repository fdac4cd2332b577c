import assert from "node:assert/strict";
import { dirname, resolve } from "node:path";
import { SystemChance } from "../../../runtime/base/chance.ts";
import { SystemClock } from "../../../runtime/base/system_clock.ts";
import type { Milliseconds } from "../../../runtime/base/units.ts";
import { type Core, loadCore } from "../../../runtime/core/mod.ts";
import { Application } from "../application.ts";
import type { Dialect } from "../dialect.ts";
import { soon } from "../soon.ts";
import { NodeProcess } from "../node_process.ts";
import { readSoundFile } from "../sound_files/read_sound.ts";
import { chunkIn, pcm16, wavFile } from "../wav_files.ts";
import { Ear, LONG_ENOUGH_MS } from "./ear.ts";
import { RoomMedia, roomPorts } from "./room_media.ts";
import type { RoomLine } from "./room_line.ts";
import { RoomPhone } from "./room_phone.ts";
import { Chorus, toneOf } from "./tones.ts";

/** What there is nothing of in a node at rest. */
const GAUGES = ["cti_calls", "cti_conferences", "cti_media_ports"];
/** How often a file is looked at that grows by a tenth of a second. */
const LOOK_EVERY = 100 as Milliseconds;
/** Of a WAV file; in a shorter one there is no sound yet. */
const LONGEST_HEADER = 100;
const PCM = 1;
const MU_LAW = 7;

/** How the application of a room speaks, and what its node is told. */
export interface RoomOptions {
  readonly dialect?: Dialect;
  readonly settings?: Readonly<Record<string, string>>;
}

/**
 * A node in a process of its own, an application at its API and telephones that
 * reach it by SIP and RTP on loopback. Whoever speaks has a tone of his own, and
 * so has every file, so that it can be told who hears whom.
 */
export class PhoneRoom {
  readonly #core: Core;
  readonly chorus = new Chorus();
  readonly #chance = new SystemChance();
  readonly #clock = new SystemClock();
  readonly #ports = roomPorts(this.#chance, this.#clock);
  readonly #phones: RoomPhone[] = [];
  #left: Promise<{ code: number; log: string }> | null = null;

  private constructor(
    readonly node: NodeProcess,
    readonly app: Application,
    core: Core,
  ) {
    this.#core = core;
  }

  static async open(options: RoomOptions = {}): Promise<PhoneRoom> {
    const { dialect, settings } = options;
    const node = await NodeProcess.start(settings);
    const app = await Application.connect(node.rpc, "", dialect);
    return new PhoneRoom(node, app, await loadCore());
  }

  /** Brings in somebody with a telephone. */
  phone(name: string): RoomPhone {
    const tone = this.chorus.add(name);
    const media = new RoomMedia(this.#core, this.chorus, this.#ports, tone);
    const [clock, chance] = [this.#clock, this.#chance];
    const place = { node: this.node.sip, clock, chance };
    const phone = new RoomPhone(name, media, place);
    this.#phones.push(phone);
    return phone;
  }

  /** Puts a file among the prompts of the node, with a tone of its own. */
  async prompt(name: string, ms: number): Promise<void> {
    const second = toneOf(this.chorus.add(name));
    const sound = Int16Array.from(
      { length: 8 * ms },
      (_, n) => second[n % second.length],
    );
    const file = resolve(this.node.dataDir, "prompts", name);
    await Deno.mkdir(dirname(file), { recursive: true });
    await Deno.writeFile(file, wavFile(pcm16(sound), { tag: PCM, bits: 16 }));
  }

  /** Where a file is that the node has recorded. */
  recordingPath(name: string): string {
    return resolve(this.node.dataDir, "recordings", name);
  }

  /** Who is heard in a file that the node has recorded. */
  async recording(name: string): Promise<Ear> {
    const path = this.recordingPath(name);
    return this.#earOf(await readSoundFile(path, this.#core));
  }

  /**
   * Once a file that the node is recording holds `ms` of all these and nobody
   * else: who is to be found there has to have come so far.
   */
  async records(
    name: string,
    voices: readonly string[],
    ms = LONG_ENOUGH_MS,
  ): Promise<void> {
    const wanted = { names: voices.toSorted().join(), ms };
    const waiting = { isOver: false };
    const held = async () => {
      while (!waiting.isOver && !await this.#holds(name, wanted)) {
        await new Promise<void>((next) => this.#clock.after(LOOK_EVERY, next));
      }
    };
    try {
      await soon(held(), `${wanted.names} in ${name}`);
    } finally {
      waiting.isOver = true;
    }
  }

  /** The same of a µ-law file with two channels: who is left, who is right. */
  async channels(name: string): Promise<[left: Ear, right: Ear]> {
    const file = await Deno.readFile(this.recordingPath(name));
    const [tag, , channels] = chunkIn(file, "fmt ");
    assert.deepEqual([tag, channels], [MU_LAW, 2]);
    const data = chunkIn(file, "data");
    const channel = (at: number) =>
      this.#earOf(
        this.#core.codec("pcmu").decode(data.filter((_, n) => n % 2 === at)),
      );
    return [channel(0), channel(1)];
  }

  /** Somebody calls, and the application is told. */
  async incoming(
    phone: RoomPhone,
    number = "02066304057",
  ): Promise<{ line: RoomLine; res_id: string }> {
    const line = await phone.calls(number);
    const { res_id } = await this.app.told("incoming");
    return { line, res_id };
  }

  /** The same, and the application answers. */
  async answered(
    phone: RoomPhone,
    user_data: string,
  ): Promise<{ line: RoomLine; res_id: string }> {
    const { line, res_id } = await this.incoming(phone);
    const answer = { res_id, max_answer_seconds: 21600, user_data };
    const done = await this.app.act("answer", answer);
    assert.equal(done.error, null);
    await line.answered;
    return { line, res_id };
  }

  /** Everybody hangs up; the node is at rest, and nothing went wrong. */
  async close(): Promise<void> {
    const left = await Promise.all(this.#phones.map((phone) => phone.close()));
    assert.deepEqual(left, left.map(() => 0));
    await this.#atRest();
    const { code, log } = await this.leave();
    assert.equal(code, 0);
    assert.doesNotMatch(log, /"level":"error"/);
  }

  /** Leaves as it is what a scene has left; the first time counts. */
  leave(): Promise<{ code: number; log: string }> {
    return this.#left ??= this.#leave();
  }

  async #leave(): Promise<{ code: number; log: string }> {
    await Promise.all(this.#phones.map((phone) => phone.close()));
    await this.app.close();
    const ended = await this.node.stop();
    await Deno.remove(this.node.dataDir, { recursive: true });
    return ended;
  }

  async #holds(
    name: string,
    wanted: { readonly names: string; readonly ms: number },
  ): Promise<boolean> {
    const { size } = await Deno.stat(this.recordingPath(name))
      .catch(() => ({ size: 0 }));
    if (size <= LONGEST_HEADER) return false;
    const chords = (await this.recording(name)).chords();
    return chords.some(({ names, ms }) =>
      names.join() === wanted.names && ms >= wanted.ms
    );
  }

  #earOf(sound: Int16Array): Ear {
    const ear = new Ear(this.chorus);
    ear.take(sound);
    return ear;
  }

  /** Every call that an event tells of has ended, once, and left no port. */
  async #atRest(): Promise<void> {
    const { events } = this.app;
    const calls = new Set(
      events.map(({ params }) => String(params.res_id))
        .filter((resId) => resId.includes("-sys.call-")),
    );
    await this.app.count("released", calls.size);
    const ended = this.app.of("released").map(({ res_id }) => res_id);
    assert.deepEqual(ended.sort(), [...calls].sort());
    await soon(this.#closed(), "a node without calls and media ports");
  }

  /** Media ports are closed a moment after their calls. */
  async #closed(): Promise<void> {
    while ((await this.#gauges()).some((value) => value > 0));
  }

  async #gauges(): Promise<number[]> {
    if (this.#left) return [];
    const { http } = this.node.ready;
    const metrics = await (await fetch(`${http}/metrics`)).text();
    return GAUGES.map((name) => {
      const [, value] = new RegExp(`^${name} (\\d+)$`, "m").exec(metrics) ?? [];
      return Number(value ?? assert.fail(`No ${name}`));
    });
  }
}
