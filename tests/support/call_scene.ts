import assert from "node:assert/strict";
import { textOf } from "../../runtime/base/bytes.ts";
import { SystemChance } from "../../runtime/base/chance.ts";
import { jsonLog } from "../../runtime/base/log.ts";
import { SystemClock } from "../../runtime/base/system_clock.ts";
import type { BindDatagram } from "../../runtime/net/datagram.ts";
import { bindUdp } from "../../runtime/net/udp.ts";
import type { Line } from "../../runtime/phone/line.ts";
import type { LineOptions } from "../../runtime/phone/line_audio.ts";
import {
  type StartedTelephone,
  startTelephone,
} from "../../runtime/phone/start_telephone.ts";
import { Application } from "./application.ts";
import { NodeProcess } from "./node_process.ts";

const NUMBER = "13800138000";

/** A real node, an application and a telephone, each on its own on loopback. */
export class CallScene {
  /** The ends of the calls that came in. */
  readonly #ends: Promise<unknown>[] = [];

  private constructor(
    readonly node: NodeProcess,
    readonly app: Application,
    readonly phone: StartedTelephone,
    /** SIP messages as the telephone received them. */
    readonly heard: readonly string[],
  ) {}

  /** With settings and permissions as `NodeProcess.start` takes them. */
  static async open(
    settings: Readonly<Record<string, string>> = {},
    permissions: readonly string[] = [],
  ): Promise<CallScene> {
    const ports = { CTI_RTP_PORTS: "27100-27499" };
    const node = await NodeProcess.start(
      { ...ports, ...settings },
      permissions,
    );
    const heard: string[] = [];
    const bind: BindDatagram = (local, receive) =>
      bindUdp(local, (bytes, from) => {
        heard.push(textOf(bytes));
        receive(bytes, from);
      });
    const phone = await startTelephone({
      local: { address: "127.0.0.1", port: 0 },
      rtpPorts: { first: 27500, last: 27999 },
      maxLines: 4,
      dataDir: await Deno.makeTempDir(),
      number: NUMBER,
      clock: new SystemClock(),
      chance: new SystemChance(),
      log: jsonLog("warn"),
      bind,
    });
    const app = await Application.connect(node.rpc);
    return new CallScene(node, app, phone, heard);
  }

  /** Where the telephone is called. */
  get uri(): string {
    return `sip:200@127.0.0.1:${this.phone.userAgent.local.port}`;
  }

  /** The telephone calls; gives its line and the call's id. */
  async ring(options: LineOptions = {}): Promise<[Line, string]> {
    const incoming = this.app.event("incoming");
    const line = await this.phone.telephone.call(
      `sip:4001@${this.node.sip}`,
      options,
    );
    const { res_id } = await incoming;
    this.#ends.push(this.app.event("released", res_id));
    return [line, res_id];
  }

  /** The same, and the application answers. */
  async answered(
    options: LineOptions = {},
    max_answer_seconds = 60,
  ): Promise<[Line, string]> {
    const [line, res_id] = await this.ring(options);
    const answer = { res_id, max_answer_seconds, user_data: "visit 5" };
    const done = await this.app.run("answer", answer, "answer_completed");
    assert.equal(done.error, null);
    await line.answered;
    return [line, res_id];
  }

  /** Every call has ended and told so, and nothing went wrong on the way. */
  async close(): Promise<void> {
    await this.phone.close();
    await Promise.all(this.#ends);
    await this.app.close();
    await Deno.remove(this.phone.dataDir, { recursive: true });
    await this.node.endWell();
    assert.equal(this.phone.media.openPorts, 0);
  }
}
