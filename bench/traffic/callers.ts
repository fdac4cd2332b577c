import { join } from "node:path";
import { SystemChance } from "../../runtime/base/chance.ts";
import { jsonLog } from "../../runtime/base/log.ts";
import { SystemClock } from "../../runtime/base/system_clock.ts";
import { bindUdp } from "../../runtime/net/udp.ts";
import type { MediaHealth } from "../../runtime/media/messages.ts";
import type { Line } from "../../runtime/phone/line.ts";
import { LineEnded } from "../../runtime/phone/line_ended.ts";
import {
  type StartedTelephone,
  startTelephone,
} from "../../runtime/phone/start_telephone.ts";
import type { LoadedSound } from "../../runtime/sound/sound.ts";
import { pause } from "../pause.ts";

const LOOPBACK = "127.0.0.1";
const SPEECH = "speech.wav";
const RTP_PORTS = { first: 15_000, last: 19_999 };

/** People who call and speak until they hang up: the load generator. */
export class Callers {
  readonly lines: Line[] = [];
  /** From each INVITE to its 200, ms. */
  readonly setupTimes: number[] = [];
  /** What those got who were not answered: SIP statuses. */
  readonly refusals: number[] = [];
  readonly #phone: StartedTelephone;
  readonly #speech: LoadedSound;

  private constructor(phone: StartedTelephone, speech: LoadedSound) {
    this.#phone = phone;
    this.#speech = speech;
  }

  static async start(
    most: number,
    speech: Uint8Array<ArrayBuffer>,
  ): Promise<Callers> {
    const dataDir = await Deno.makeTempDir({ prefix: "edge-cti-callers-" });
    const phone = await startTelephone({
      local: { address: LOOPBACK, port: 0 },
      rtpPorts: RTP_PORTS,
      maxLines: most,
      dataDir,
      number: "100",
      clock: new SystemClock(),
      chance: new SystemChance(),
      log: jsonLog("warn"),
      bind: bindUdp,
    });
    await Deno.writeFile(join(dataDir, "prompts", SPEECH), speech);
    return new Callers(phone, await phone.sound.load(SPEECH));
  }

  /** So many more call, at `rate` a second whatever becomes of the others. */
  async call(uri: string, count: number, rate: number): Promise<void> {
    const start = performance.now();
    const calls: Promise<void>[] = [];
    while (calls.length < count) {
      const due = start + 1000 * calls.length / rate;
      await pause(Math.max(0, due - performance.now()));
      calls.push(this.#callOnce(uri));
    }
    await Promise.all(calls);
  }

  /** How the callers themselves keep time, since they were last asked. */
  health(): Promise<MediaHealth> {
    return this.#phone.media.health();
  }

  /** Their lines have statistics then. */
  async hangUp(): Promise<void> {
    await this.#phone.telephone.close();
  }

  async close(): Promise<void> {
    await this.#phone.close();
    await Deno.remove(this.#phone.dataDir, { recursive: true });
  }

  async #callOnce(uri: string): Promise<void> {
    const start = performance.now();
    const line = await this.#phone.telephone.call(uri);
    try {
      await line.answered;
    } catch (error) {
      if (!(error instanceof LineEnded)) throw error;
      this.refusals.push(error.end.status);
      return;
    }
    this.setupTimes.push(performance.now() - start);
    this.lines.push(line);
    // It speaks until the end of the call, which is no fault then
    line.say(this.#speech, null).catch(() => {});
  }
}
