import assert from "node:assert/strict";
import type { IncomingSession } from "../../runtime/sip/session.ts";
import type {
  UserAgent,
  UserAgentOptions,
} from "../../runtime/sip/user_agent.ts";
import {
  Ear,
  LONG_ENOUGH,
  NOTHING_LEFT,
  type Peer,
  SipWorld,
} from "../support/sip_world.ts";
import { INVITE, request } from "./phone_request.ts";

export const AGENT = { address: "10.0.0.1", port: 5060 };
export const PHONE = { address: "10.0.0.2", port: 5062 };

/** An agent that is called, and the phone that calls it by hand. */
export class CalledStage {
  readonly world = new SipWorld();
  readonly sessions: IncomingSession[] = [];
  readonly ears: Ear[] = [];
  readonly agent: UserAgent;
  readonly phone: Peer;

  constructor(options: Partial<UserAgentOptions> = {}) {
    this.agent = this.world.agent(AGENT.address, (session) => {
      this.sessions.push(session);
      this.ears.push(new Ear(session));
    }, options);
    this.phone = this.world.peer(PHONE, AGENT);
  }

  /** The first call that came. */
  get session(): IncomingSession {
    return this.sessions[0];
  }

  /** What the first call told. */
  get ear(): Ear {
    return this.ears[0];
  }

  /** The To tag that the agent gave first. */
  get toTag(): string {
    const tagged = this.phone.messages.find((m) => m.to.parameters.has("tag"));
    return tagged?.to.parameters.get("tag") ?? "";
  }

  /** The phone says it, one message after the other, and is answered. */
  say(...texts: readonly string[]): void {
    for (const text of texts) this.phone.say(text);
    this.world.wind(10);
  }

  /** The ACK of a 2xx, a transaction of its own (RFC 3261 §13.2.2.4). */
  acknowledge(cseq = 1): void {
    const branch = `z9hG4bK-ack-${cseq}`;
    this.say(request("ACK", { cseq, branch, toTag: this.toTag }));
  }

  /** The phone hangs up. */
  bye(cseq: number): void {
    this.say(request("BYE", { cseq, toTag: this.toTag }));
  }

  /** Nothing may stay behind. */
  atRest(): void {
    this.world.wind(LONG_ENOUGH);
    assert.deepEqual(this.agent.counts, NOTHING_LEFT);
    assert.equal(this.world.clock.pending, 0);
  }
}

/** A call that has come and waits for its final response. */
export function invited(
  invite = INVITE,
  options: Partial<UserAgentOptions> = {},
): CalledStage {
  const it = new CalledStage(options);
  it.say(invite);
  return it;
}

/** A call whose 200 waits for its ACK. */
export function accepted(
  invite = INVITE,
  options: Partial<UserAgentOptions> = {},
): CalledStage {
  const it = invited(invite, options);
  it.session.accept("answer");
  it.world.wind(10);
  return it;
}

/** A call that was answered and acknowledged. */
export function established(
  invite = INVITE,
  options: Partial<UserAgentOptions> = {},
): CalledStage {
  const it = accepted(invite, options);
  it.acknowledge();
  return it;
}
