import { textOf } from "../../../runtime/base/bytes.ts";
import type { Chance } from "../../../runtime/base/chance.ts";
import type { Clock } from "../../../runtime/base/clock.ts";
import { SILENT } from "../../../runtime/base/log.ts";
import { bindUdp } from "../../../runtime/net/udp.ts";
import type { LineOptions } from "../../../runtime/phone/line_audio.ts";
import { type Ringing, Telephone } from "../../../runtime/phone/telephone.ts";
import { UserAgent } from "../../../runtime/sip/user_agent.ts";
import { MemoryDns } from "../memory_dns.ts";
import { soon } from "../soon.ts";
import { EarlyLine } from "./early_line.ts";
import { RoomLine } from "./room_line.ts";
import type { RoomMedia } from "./room_media.ts";

const LOOPBACK = "127.0.0.1";

/** Where a telephone stands. */
export interface PhonePlace {
  /** `host:port` of the node's SIP. */
  readonly node: string;
  readonly clock: Clock;
  readonly chance: Chance;
}

/** Somebody calls a telephone of a room. */
export interface RoomRinging {
  /** Who calls, as the INVITE says it. */
  readonly from: string;
  /** Picks up; the call is up then. */
  picksUp(options?: LineOptions): Promise<RoomLine>;
  /** @param status a SIP status, such as 486 */
  refuse(status: number): void;
  /** Is heard before it picks up: 183 with a description. */
  speaks(): Promise<void>;
}

/** A telephone of a room, with a number, a tone and one line at a time. */
export class RoomPhone {
  /** SIP messages as it received them. */
  readonly heard: string[] = [];
  readonly #place: PhonePlace;
  readonly #media: RoomMedia;
  readonly #agent: UserAgent;
  readonly #telephone: Telephone;
  readonly #ringing: Ringing[] = [];
  readonly #early: EarlyLine[] = [];
  #rung: (() => void)[] = [];

  constructor(readonly name: string, media: RoomMedia, place: PhonePlace) {
    this.#place = place;
    this.#media = media;
    this.#telephone = new Telephone({
      invite: (invitation) => this.#agent.invite(invitation),
      media,
      number: name,
    });
    this.#agent = new UserAgent({
      ...place,
      log: SILENT,
      bind: (local, receive) =>
        bindUdp(local, (bytes, from) => {
          this.heard.push(textOf(bytes));
          receive(bytes, from);
        }),
      local: { address: LOOPBACK, port: 0 },
      advertisedHost: null,
      routeTo: () => LOOPBACK,
      dns: new MemoryDns(),
      onInvite: (session) => this.#telephone.incoming(session),
    });
    this.#telephone.onCall((ringing) => {
      this.#ringing.push(ringing);
      for (const tell of this.#rung.splice(0)) tell();
    });
  }

  /** Where it is called, as applications write it: without a scheme. */
  get uri(): string {
    return `${this.name}@${LOOPBACK}:${this.#agent.local.port}`;
  }

  /** The final responses to its INVITEs that it received, each kind once. */
  get finalResponses(): number[] {
    const statuses = this.heard
      .filter((text) => /^CSeq: *\d+ INVITE\r$/m.test(text))
      .map((text) => Number(/^SIP\/2\.0 (\d+)/.exec(text)?.[1] ?? 0));
    return [...new Set(statuses)].filter((status) => status >= 200);
  }

  /** Methods of the requests that it received, one after the other. */
  get requests(): string[] {
    return this.heard.map((text) => text.slice(0, text.indexOf(" ")))
      .filter((method) => method !== "SIP/2.0");
  }

  /** How often it has been called: an INVITE may come more than once. */
  get timesCalled(): number {
    const calls = this.heard.filter((text) => text.startsWith("INVITE "))
      .map((text) => /^Call-ID: *(.*)\r$/m.exec(text)?.[1]);
    return new Set(calls).size;
  }

  /** Calls a number of the node. */
  async calls(number: string, options: LineOptions = {}): Promise<RoomLine> {
    const to = `sip:${number}@${this.#place.node}`;
    return new RoomLine(await this.#telephone.call(to, options));
  }

  /** Once somebody calls it: it rings. */
  async rings(): Promise<RoomRinging> {
    const rung = () => new Promise<void>((tell) => this.#rung.push(tell));
    while (this.#ringing.length === 0) {
      await soon(rung(), `${this.name} is called`);
    }
    const [ringing] = this.#ringing.splice(0, 1);
    const { session } = ringing;
    let early: EarlyLine | null = null;
    return {
      from: session.from,
      refuse: (status) => session.hangUp(status),
      speaks: async () => {
        early = await EarlyLine.open(session, this.#media);
        this.#early.push(early);
      },
      picksUp: async (options = {}) => {
        const line = early?.pickUp() ?? await ringing.pickUp(options);
        const own = new RoomLine(line);
        await own.answered;
        return own;
      },
    };
  }

  /** Picks up once somebody calls; the call is up then. */
  async picksUp(options: LineOptions = {}): Promise<RoomLine> {
    return await (await this.rings()).picksUp(options);
  }

  /** Hangs up; nothing of its calls is left then. */
  async close(): Promise<number> {
    await Promise.all(this.#early.map((line) => line.close()));
    await this.#telephone.close();
    this.#agent.close();
    return this.#media.openPorts;
  }
}
