import assert from "node:assert/strict";
import type { SipRequest } from "../../runtime/sip/message.ts";
import type { OutgoingSession } from "../../runtime/sip/session.ts";
import type { UserAgent } from "../../runtime/sip/user_agent.ts";
import {
  Ear,
  LONG_ENOUGH,
  NOTHING_LEFT,
  type Peer,
  SipWorld,
} from "../support/sip_world.ts";

export const AGENT = { address: "10.0.0.1", port: 5060 };
export const PHONE = { address: "10.0.0.2", port: 5062 };
export const TO = "sip:200@10.0.0.2:5062";
export const CONTACT = "Contact: <sip:200@10.0.0.2:5062>";

/** An agent that calls, and the phone that answers it by hand. */
export class CallingStage {
  readonly world = new SipWorld();
  readonly agent: UserAgent;
  readonly phone: Peer;
  readonly session: OutgoingSession;
  readonly ear: Ear;
  /** The INVITE as it came. */
  readonly invite: SipRequest;

  constructor(to = TO) {
    this.agent = this.world.agent(AGENT.address);
    this.phone = this.world.peer(PHONE, AGENT);
    this.session = this.agent.invite({ from: "100", to, sdp: "offer" });
    this.ear = new Ear(this.session);
    this.world.wind(10);
    this.invite = this.phone.requests("INVITE")[0];
  }

  /** The phone answers the INVITE. */
  respond(status: number, wording?: Parameters<Peer["respond"]>[2]): void {
    this.phone.respond(this.invite, status, wording);
    this.world.wind(10);
  }

  /** The phone accepts the call and is acknowledged. */
  accept(fields: readonly string[] = []): void {
    this.respond(200, { fields: [CONTACT, ...fields], body: "answer" });
  }

  /** Nothing may stay behind. */
  atRest(): void {
    this.world.wind(LONG_ENOUGH);
    assert.deepEqual(this.agent.counts, NOTHING_LEFT);
    assert.equal(this.world.clock.pending, 0);
  }
}

/** A call that was answered; ACK and all. */
export function established(fields: readonly string[] = []): CallingStage {
  const it = new CallingStage();
  it.accept(fields);
  return it;
}
