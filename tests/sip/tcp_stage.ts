import assert from "node:assert/strict";
import { textOf, utf8 } from "../../runtime/base/bytes.ts";
import type { SocketAddress } from "../../runtime/net/datagram.ts";
import type { Connection, ConnectionUser } from "../../runtime/net/stream.ts";
import type { IncomingSession } from "../../runtime/sip/session.ts";
import type { UserAgent } from "../../runtime/sip/user_agent.ts";
import {
  Ear,
  LONG_ENOUGH,
  message,
  NOTHING_LEFT,
  SipWorld,
} from "../support/sip_world.ts";

export const AGENT = { address: "10.0.0.1", port: 5060 };
export const PHONE = { address: "10.0.0.2", port: 5060 };
export const TO_AGENT = "sip:100@10.0.0.1;transport=tcp";
const TO_PHONE = "sip:200@10.0.0.2;transport=tcp";

/** For how long a connection is kept without a message, ms. */
export const IDLE = 600_000;

/** The far end of a connection that a test opens or takes. */
export class Line implements ConnectionUser {
  text = "";
  isClosed = false;
  connection: Connection | null = null;

  opened(): void {}

  received(bytes: Uint8Array): void {
    this.text += textOf(bytes);
  }

  closed(): void {
    this.isClosed = true;
  }

  say(text: string | Uint8Array): void {
    const bytes = typeof text === "string" ? utf8(text) : text;
    this.connection?.send(bytes);
  }

  /** Start lines of the responses that came. */
  get statuses(): string[] {
    return this.text.match(/^SIP\/2.0 \d+/gm) ?? [];
  }
}

/** An agent that both transports reach. */
export function agentIn(
  world: SipWorld,
  local: SocketAddress,
  onInvite: (session: IncomingSession) => void = () => {},
): UserAgent {
  const streams = world.streams.from(local.address);
  return world.agent(local.address, onInvite, { local, streams });
}

export function dial(
  world: SipWorld,
  to = AGENT,
  from = PHONE.address,
): Line {
  const line = new Line();
  line.connection = world.streams.from(from).connect(to, line);
  world.wind(5);
  return line;
}

/** A world with an agent, and a connection to it. */
export function dialled() {
  const world = new SipWorld();
  const agent = agentIn(world, AGENT);
  return { world, agent, line: dial(world) };
}

/** Listens where a phone would. */
export function waitFor(world: SipWorld, at: SocketAddress): Line[] {
  const lines: Line[] = [];
  world.streams.from(at.address).listen(at, (connection) => {
    const line = new Line();
    line.connection = connection;
    lines.push(line);
    return line;
  });
  return lines;
}

/** An agent that has just called the phone; `ear` hears the session. */
export function calling(world: SipWorld, to = TO_PHONE) {
  const agent = agentIn(world, AGENT);
  const session = agent.invite({ from: "100", to, sdp: "offer" });
  return { agent, session, ear: new Ear(session) };
}

export function request(method: string, branch = "1", cseq = 1): string {
  return message(`${method} ${TO_AGENT} SIP/2.0`, [
    `Via: SIP/2.0/TCP 10.0.0.2:5070;branch=z9hG4bK${branch}`,
    "From: <sip:200@10.0.0.2>;tag=phone",
    "To: <sip:100@10.0.0.1>",
    "Call-ID: call-1",
    `CSeq: ${cseq} ${method}`,
    "Contact: <sip:200@10.0.0.2:5070;transport=tcp>",
  ]);
}

/** A call over TCP between two agents, answered. */
export function call() {
  const world = new SipWorld();
  const sessions: IncomingSession[] = [];
  const ears: Ear[] = [];
  const agent = agentIn(world, AGENT, (session) => {
    sessions.push(session);
    ears.push(new Ear(session));
    session.ring();
    session.accept("answer");
  });
  const phone = agentIn(world, PHONE);
  const session = phone.invite({ from: "200", to: TO_AGENT, sdp: "offer" });
  const ear = new Ear(session);
  world.wind(20);
  const [far] = sessions;
  const [farEar] = ears;
  return { world, agent, phone, session, ear, far, farEar };
}

/** Nothing of an agent stays behind, nor any timer. */
export function forgotten(world: SipWorld, agent: UserAgent): void {
  assert.deepEqual(agent.counts, NOTHING_LEFT);
  assert.equal(world.clock.pending, 0);
}

/** A call that has ended leaves nothing: at last not even its connection. */
export function atRest({ world, agent, phone }: ReturnType<typeof call>): void {
  world.wind(LONG_ENOUGH);
  assert.deepEqual(agent.counts, NOTHING_LEFT);
  assert.deepEqual(phone.counts, NOTHING_LEFT);
  world.wind(IDLE);
  assert.deepEqual([world.streams.openEnds, world.clock.pending], [0, 0]);
}
