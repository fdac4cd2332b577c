import assert from "node:assert/strict";
import { SeededChance } from "../../runtime/base/chance.ts";
import { DigestClient } from "../../runtime/sip/digest_client.ts";
import { parseDigest } from "../../runtime/sip/digest_field.ts";
import type { SipRequest } from "../../runtime/sip/message.ts";
import type { UserAgent } from "../../runtime/sip/user_agent.ts";
import {
  Ear,
  LONG_ENOUGH,
  NOTHING_LEFT,
  type Peer,
  SipWorld,
} from "../support/sip_world.ts";
import * as called from "./called_stage.ts";
import { AGENT, CONTACT, PHONE, TO } from "./calling_stage.ts";

const ACCOUNT = { username: "bob", password: "zanzibar", realm: null };

function challenge(nonce: string, more = ""): string {
  const says = `Digest realm="a", nonce="${nonce}", qop="auth"${more}`;
  return `WWW-Authenticate: ${says}`;
}

/** An agent that calls a phone which wants to know who that is. */
class ChallengedStage {
  readonly world = new SipWorld();
  readonly agent: UserAgent = this.world.agent(AGENT.address);
  readonly phone: Peer = this.world.peer(PHONE, AGENT);
  readonly session;
  readonly ear: Ear;

  constructor(hasCredentials = true) {
    const client = new DigestClient(ACCOUNT, new SeededChance(9));
    const credentials = hasCredentials ? client : null;
    const call = { from: "100", to: TO, sdp: "offer", credentials };
    this.session = this.agent.invite(call);
    this.ear = new Ear(this.session);
    this.world.wind(10);
  }

  /** The phone answers the last of such requests. */
  respond(
    method: string,
    status: number,
    wording?: Parameters<Peer["respond"]>[2],
  ): void {
    this.phone.respond(this.last(method), status, wording);
    this.world.wind(10);
  }

  last(method: string): SipRequest {
    const [last] = this.phone.requests(method).slice(-1);
    return last;
  }

  accept(): void {
    this.respond("INVITE", 200, { fields: [CONTACT], body: "answer" });
  }

  atRest(): void {
    this.world.wind(LONG_ENOUGH);
    assert.deepEqual(this.agent.counts, NOTHING_LEFT);
    assert.equal(this.world.clock.pending, 0);
  }
}

function answerIn({ headers }: SipRequest) {
  const read = parseDigest(headers.first("Authorization") ?? "");
  return read === "malformed" ? null : read;
}

Deno.test("RFC 3261 §22.2: a challenged INVITE is sent again with an answer and the next CSeq", () => {
  const it = new ChallengedStage();
  it.respond("INVITE", 401, { fields: [challenge("n1")] });
  const [first, second] = it.phone.requests("INVITE");
  for (const name of ["From", "To", "Call-ID"] as const) {
    assert.equal(second.headers.first(name), first.headers.first(name));
  }
  assert.equal(second.cseq.number, first.cseq.number + 1);
  assert.equal(answerIn(second)?.get("uri"), TO);
  assert.deepEqual(it.phone.lines, ["INVITE", "ACK", "INVITE"]);
  assert.deepEqual(it.ear.heard, []);
  it.accept();
  assert.deepEqual(it.ear.heard, ["accepted answer"]);
  it.session.hangUp(200);
  it.world.wind(10);
  it.respond("BYE", 200);
  it.atRest();
});

Deno.test("RFC 3261 §13.2.2.4: the ACK has the CSeq and the answer of its INVITE, the BYE one of its own", () => {
  const it = new ChallengedStage();
  it.respond("INVITE", 401, { fields: [challenge("n1")] });
  it.accept();
  const [invite, ack] = [it.last("INVITE"), it.last("ACK")];
  assert.equal(ack.cseq.number, invite.cseq.number);
  assert.deepEqual(answerIn(ack), answerIn(invite));
  it.session.hangUp(200);
  it.world.wind(10);
  assert.equal(answerIn(it.last("BYE"))?.get("nc"), "00000002");
  it.respond("BYE", 200);
  it.atRest();
});

Deno.test("RFC 3261 §22.2: a BYE of a call of ours that is challenged is sent again", () => {
  const it = new ChallengedStage();
  it.accept();
  it.session.hangUp(200);
  it.world.wind(10);
  it.respond("BYE", 401, { fields: [challenge("n1")] });
  const [first, second] = it.phone.requests("BYE");
  assert.equal(second.cseq.number, first.cseq.number + 1);
  assert.notEqual(answerIn(second), null);
  it.respond("BYE", 200);
  it.atRest();
});

Deno.test("RFC 3261 §22.2: a password that is wrong ends the call with 401", () => {
  const it = new ChallengedStage();
  it.respond("INVITE", 401, { fields: [challenge("n1")] });
  it.respond("INVITE", 401, { fields: [challenge("n2")] });
  assert.equal(it.phone.requests("INVITE").length, 2);
  assert.deepEqual(it.ear.heard, ["ended remote 401"]);
  it.atRest();
});

Deno.test("a peer for whom every nonce is stale is answered four times", () => {
  const it = new ChallengedStage();
  for (let n = 0; n < 10 && it.ear.heard.length === 0; n++) {
    const fields = [challenge(`n${n}`, ", stale=true")];
    it.respond("INVITE", 401, { fields });
  }
  assert.equal(it.phone.requests("INVITE").length, 1 + 4);
  it.atRest();
});

Deno.test("without credentials a challenge is a refusal", () => {
  const it = new ChallengedStage(false);
  it.respond("INVITE", 401, { fields: [challenge("n1")] });
  assert.equal(it.phone.requests("INVITE").length, 1);
  assert.deepEqual(it.ear.heard, ["ended remote 401"]);
  it.atRest();
});

Deno.test("RFC 3261 §9.1: hung up while the challenge is answered, CANCEL waits for a response to the answer", () => {
  const it = new ChallengedStage();
  it.respond("INVITE", 100);
  it.respond("INVITE", 401, { fields: [challenge("n1")] });
  it.session.hangUp(487);
  it.world.wind(10);
  assert.deepEqual(it.phone.requests("CANCEL"), []);
  it.respond("INVITE", 180);
  const [invite, cancel] = [it.last("INVITE"), it.last("CANCEL")];
  assert.equal(cancel.cseq.number, invite.cseq.number);
  it.respond("CANCEL", 200);
  it.respond("INVITE", 487);
  it.atRest();
});

Deno.test("a call that was hung up answers no challenge any more", () => {
  const it = new ChallengedStage();
  it.session.hangUp(487);
  it.respond("INVITE", 401, { fields: [challenge("n1")] });
  assert.equal(it.phone.requests("INVITE").length, 1);
  it.atRest();
});

for (const status of [401, 407]) {
  Deno.test(`CVE-2009-5140: whoever calls us and challenges our BYE with ${status} learns nothing`, () => {
    const it = called.established();
    it.session.hangUp(200);
    it.world.wind(10);
    const [bye] = it.phone.requests("BYE");
    const name = status === 401 ? "WWW-Authenticate" : "Proxy-Authenticate";
    it.phone.respond(bye, status, {
      fields: [`${name}: Digest realm="a", nonce="n", qop="auth"`],
    });
    it.world.wind(10);
    assert.equal(it.phone.requests("BYE").length, 1);
    it.atRest();
  });
}
