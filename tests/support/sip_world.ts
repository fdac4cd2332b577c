import { SeededChance } from "../../runtime/base/chance.ts";
import { HandClock } from "../../runtime/base/hand_clock.ts";
import { type Log, SILENT } from "../../runtime/base/log.ts";
import { utf8 } from "../../runtime/base/bytes.ts";
import type {
  DatagramSocket,
  SocketAddress,
} from "../../runtime/net/datagram.ts";
import type {
  SipMessage,
  SipRequest,
  SipResponse,
} from "../../runtime/sip/message.ts";
import { parseMessage } from "../../runtime/sip/parse.ts";
import type { Referral } from "../../runtime/sip/referral.ts";
import type {
  IncomingSession,
  Session,
  SessionEnd,
  SessionListener,
} from "../../runtime/sip/session.ts";
import {
  UserAgent,
  type UserAgentOptions,
} from "../../runtime/sip/user_agent.ts";
import { MemoryDns } from "./memory_dns.ts";
import { MemoryNetwork } from "./memory_network.ts";
import { MemoryStreams } from "./memory_streams.ts";

/** Longer than any timer of SIP waits (64*T1). */
export const LONG_ENOUGH = 70_000;

/** Remembers all that a session tells. */
export class Ear implements SessionListener {
  readonly heard: string[] = [];
  readonly ends: SessionEnd[] = [];
  /** What answers the next offers. */
  answer: string | null = null;
  /** What is said of it in a refresh by re-INVITE. */
  description: string | null = null;

  constructor(session: Session) {
    session.listen(this);
  }

  provisional(status: number, sdp: string | null): void {
    this.heard.push(`provisional ${status} ${sdp}`);
  }

  accepted(sdp: string | null): void {
    this.heard.push(`accepted ${sdp}`);
  }

  acknowledged(sdp: string | null): void {
    this.heard.push(`acknowledged ${sdp}`);
  }

  offered(sdp: string | null): string | null {
    this.heard.push(`offered ${sdp}`);
    return this.answer;
  }

  described(sdp: string): void {
    this.heard.push(`described ${sdp}`);
  }

  restated(): string | null {
    return this.description;
  }

  key(key: string): void {
    this.heard.push(`key ${key}`);
  }

  referred({ to, by }: Referral): void {
    this.heard.push(`referred to ${to} by ${by}`);
  }

  ended(end: SessionEnd): void {
    this.heard.push(`ended ${end.by} ${end.status}`);
    this.ends.push(end);
  }
}

/** A peer that says what a test tells it to say, and nothing else. */
export class Peer {
  /** What came, malformed messages left out. */
  readonly messages: SipMessage[] = [];
  /** When each came, ms. */
  readonly times: number[] = [];
  readonly #socket: DatagramSocket;

  constructor(
    world: SipWorld,
    readonly at: SocketAddress,
    readonly target: SocketAddress,
  ) {
    this.#socket = world.network.bind(at, (bytes) => {
      const message = parseMessage(bytes);
      if (typeof message === "string") return;
      this.messages.push(message);
      this.times.push(world.clock.now());
    });
  }

  say(text: string): void {
    this.sendBytes(utf8(text));
  }

  sendBytes(bytes: Uint8Array): void {
    this.#socket.send(bytes, this.target);
  }

  /** Start lines of what came: `INVITE`, `BYE`, `200 INVITE`. */
  get lines(): string[] {
    return this.messages.map((m) =>
      m.kind === "request" ? m.method : `${m.status} ${m.cseq.method}`
    );
  }

  requests(method: string): SipRequest[] {
    return this.messages.filter((m): m is SipRequest =>
      m.kind === "request" && m.method === method
    );
  }

  responses(status: number): SipResponse[] {
    return this.messages.filter((m): m is SipResponse =>
      m.kind === "response" && m.status === status
    );
  }

  /** When messages with that start line came. */
  timesOf(line: string): number[] {
    return this.times.filter((_, at) => this.lines[at] === line);
  }

  /** Answers a request that came. */
  respond(
    request: SipRequest,
    status: number,
    { tag = "peer", fields = [], body = "" }: {
      tag?: string;
      fields?: readonly string[];
      body?: string;
    } = {},
  ): void {
    const { headers } = request;
    const to = headers.first("To") ?? "";
    const tagged = status === 100 || to.includes(";tag=")
      ? to
      : `${to};tag=${tag}`;
    this.say(message(`SIP/2.0 ${status} Because`, [
      ...headers.lines("Via").map((via) => `Via: ${via}`),
      `From: ${headers.first("From")}`,
      `To: ${tagged}`,
      `Call-ID: ${request.callId}`,
      `CSeq: ${headers.first("CSeq")}`,
      ...fields,
      ...(body ? ["Content-Type: application/sdp"] : []),
    ], body));
  }
}

/** Lets no mistake pass that an agent has logged. */
const OUTRAGED: Log = {
  ...SILENT,
  error(message, fields) {
    throw new Error(message, { cause: fields?.error });
  },
};

/** A clock, a network, and whoever a test puts there. */
export class SipWorld {
  readonly clock = new HandClock();
  readonly network = new MemoryNetwork(this.clock);
  readonly streams = new MemoryStreams(this.clock);
  #seed = 1;

  agent(
    address: string,
    onInvite: (session: IncomingSession) => void = () => {},
    options: Partial<UserAgentOptions> = {},
  ): UserAgent {
    return new UserAgent({
      clock: this.clock,
      chance: new SeededChance(this.#seed++),
      log: OUTRAGED,
      bind: this.network.bind,
      local: { address, port: 5060 },
      advertisedHost: null,
      routeTo: () => address,
      dns: new MemoryDns(),
      onInvite,
      ...options,
    });
  }

  peer(at: SocketAddress, target: SocketAddress): Peer {
    return new Peer(this, at, target);
  }

  wind(span: number): void {
    this.clock.wind(span);
  }
}

/** A message as text, Content-Length filled in. */
export function message(
  startLine: string,
  fields: readonly string[],
  body = "",
): string {
  const length = `Content-Length: ${utf8(body).length}`;
  return [startLine, ...fields, length, "", body].join("\r\n");
}

export const NOTHING_LEFT = { transactions: 0, dialogs: 0, sessions: 0 };
