import assert from "node:assert/strict";
import { join } from "node:path";
import { SystemChance } from "../../runtime/base/chance.ts";
import { jsonLog } from "../../runtime/base/log.ts";
import { SystemClock } from "../../runtime/base/system_clock.ts";
import { SAMPLE_RATE } from "../../runtime/base/units.ts";
import { type Core, loadCore } from "../../runtime/core/mod.ts";
import { bindUdp } from "../../runtime/net/udp.ts";
import type { Line } from "../../runtime/phone/line.ts";
import {
  type StartedTelephone,
  startTelephone,
} from "../../runtime/phone/start_telephone.ts";
import type { AudioCodec } from "../../runtime/sdp/stream.ts";
import { Application } from "../support/application.ts";
import { NodeProcess } from "../support/node_process.ts";
import { loudnessIn, toneOf, windowed } from "../support/room/tones.ts";
import { readSoundFile } from "../support/sound_files/read_sound.ts";
import { pcm16, wavFile } from "../support/wav_files.ts";

/** Of one voice: fifty of them together still fit into 16 bits. */
const LOUDNESS = 600;
/**
 * Through GSM twice a voice keeps more than 300 of it, and what GSM makes of the
 * others is below 120; with G.711 it is 500 and 20.
 */
const HEARD = LOUDNESS / 3;
/** Tells voices 15 Hz apart from each other. */
const WINDOW = SAMPLE_RATE;
/** What somebody listens to before he says whom he hears. */
const LISTENED = 3 * WINDOW;
const LOOKS = 4;
/** INVITEs at once. */
const AT_ONCE = 10;
const CODECS: readonly AudioCodec[] = ["pcma", "pcmu", "gsm"];
/** Of fifty callers. */
const MOST_GSM = 16;
const PCM = { tag: 1, bits: 16 };

/** One of the callers: number n says the tone n, in one of three codecs. */
export interface Caller {
  readonly n: number;
  readonly line: Line;
  readonly res_id: string;
}

/**
 * The tone of a caller. Not on a grid, so that what codecs make of several does
 * not fall on another; who speaks GSM has a low one, which that carries best.
 */
function hertzOf(n: number): number {
  const gsm = Math.floor((n + 1) / CODECS.length);
  const rank = codecOf(n) === "gsm" ? gsm - 1 : MOST_GSM + n - gsm;
  return 300 + 27 * rank + 7 * rank * rank % 13;
}

function codecOf(n: number): AudioCodec {
  return CODECS[n % CODECS.length];
}

/**
 * A node in a process of its own, and callers with real telephones, SIP and RTP
 * on loopback, each of whom says a tone.
 */
export class BigRoom {
  readonly callers: Caller[] = [];
  #recordings = 0;

  private constructor(
    readonly node: NodeProcess,
    readonly app: Application,
    readonly phone: StartedTelephone,
    readonly core: Core,
  ) {}

  static async open(size: number): Promise<BigRoom> {
    const node = await NodeProcess.start({ CTI_RTP_PORTS: "31600-31799" });
    const dataDir = await Deno.makeTempDir();
    const clock = new SystemClock();
    const phone = await startTelephone({
      local: { address: "127.0.0.1", port: 0 },
      rtpPorts: { first: 31_800, last: 31_999 },
      maxLines: size,
      dataDir,
      number: "4001",
      clock,
      chance: new SystemChance(),
      log: jsonLog("warn"),
      bind: bindUdp,
    });
    const app = await Application.connect(node.rpc);
    const room = new BigRoom(node, app, phone, await loadCore());
    await room.#fill(size);
    return room;
  }

  /** Who hears whom, once all of it is as it should be or long after that. */
  async heard(expected: readonly number[][]): Promise<readonly number[][]> {
    for (let look = 1;; look++) {
      const heard = await Promise.all(
        this.callers.map((one) => this.#ear(one)),
      );
      if (look === LOOKS || `${heard}` === `${expected}`) return heard;
    }
  }

  /** Who is heard in a file that the node has recorded. */
  voicesIn(recording: string): Promise<number[]> {
    return this.#voices(join(this.node.dataDir, "recordings", recording));
  }

  async close(): Promise<void> {
    await this.phone.close();
    await this.app.count("released", this.callers.length);
    await this.app.close();
    await Deno.remove(this.phone.dataDir, { recursive: true });
    await this.node.endWell();
  }

  async #fill(size: number): Promise<void> {
    await Deno.mkdir(join(this.phone.dataDir, "prompts"), { recursive: true });
    for (let from = 0; from < size; from += AT_ONCE) {
      const numbers = Array.from({ length: AT_ONCE }, (_, i) => from + i)
        .filter((n) => n < size);
      await Promise.all(numbers.map((n) => this.#call(n)));
    }
    this.callers.sort((a, b) => a.n - b.n);
  }

  async #call(n: number): Promise<void> {
    const from = `caller${n}`;
    const line = await this.phone.telephone.call(
      `sip:200@${this.node.sip}`,
      { from: `${from}@127.0.0.1`, codecs: [codecOf(n)] },
    );
    const res_id = await this.#incoming(from);
    const done = await this.app.act("answer", {
      res_id,
      max_answer_seconds: 600,
      user_data: from,
    });
    assert.equal(done.error, null);
    await line.answered;
    const tone = join(this.phone.dataDir, "prompts", `${n}.wav`);
    const sound = toneOf(hertzOf(n), LOUDNESS);
    await Deno.writeFile(tone, wavFile(pcm16(sound), PCM));
    line.say(await this.phone.sound.load(`${n}.wav`), null).catch(() => {});
    this.callers.push({ n, line, res_id });
  }

  async #incoming(from: string): Promise<string> {
    const isMine = ({ from_uri }: { from_uri?: unknown }) =>
      String(from_uri).startsWith(`sip:${from}@`);
    for (;;) {
      const told = this.app.of("incoming").find(isMine);
      if (told) return String(told.res_id);
      await this.app.event("incoming");
    }
  }

  async #ear({ line }: Caller): Promise<number[]> {
    const name = `${this.#recordings++}.wav`;
    const recording = this.phone.sound.create(name, "pcma");
    const options = { maxSamples: LISTENED, beep: false };
    line.audio.port.record(recording.id, options, () => {});
    await recording.finished;
    return await this.#voices(join(this.phone.dataDir, "recordings", name));
  }

  async #voices(file: string): Promise<number[]> {
    const windows = windowsOf(await readSoundFile(file, this.core));
    return this.callers.map(({ n }) => n).filter((n) => {
      const levels = windows.map((one) => loudnessIn(hertzOf(n), one));
      return middleOf(levels) > HEARD;
    });
  }
}

function windowsOf(sound: Int16Array): Float64Array[] {
  return Array.from(
    { length: Math.floor(sound.length / WINDOW) },
    (_, i) => windowed(sound.subarray(i * WINDOW, (i + 1) * WINDOW)),
  );
}

/** So that a window in which a packet was lost is nothing. */
function middleOf(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1];
}
