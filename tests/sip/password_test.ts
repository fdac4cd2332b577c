import assert from "node:assert/strict";
import { SeededChance } from "../../runtime/base/chance.ts";
import { DigestClient } from "../../runtime/sip/digest_client.ts";
import type { SipRequest, SipResponse } from "../../runtime/sip/message.ts";
import { parseMessage } from "../../runtime/sip/parse.ts";
import { utf8 } from "../../runtime/base/bytes.ts";
import { LONG_ENOUGH, NOTHING_LEFT } from "../support/sip_world.ts";
import { CalledStage } from "./called_stage.ts";
import { INVITE, request } from "./phone_request.ts";

const USERS = new Map([["tester", "secret"]]);

/** An agent that takes calls of those alone who know a password. */
class GuardedStage extends CalledStage {
  readonly client: DigestClient;

  constructor(password = "secret") {
    super({
      acceptsFrom: () => false,
      protection: {
        realm: "a.example",
        users: USERS,
        algorithms: ["SHA-256", "MD5"],
      },
    });
    const account = { username: "tester", password, realm: null };
    this.client = new DigestClient(account, new SeededChance(5));
  }

  /** The phone answers the challenge that came last, with this request. */
  answer(text: string): void {
    const challenge = this.last;
    const next = parsed(text);
    this.client.challenged(challenge, next);
    const signed = { method: next.method, uri: next.uri };
    const lines = this.client.authorize(signed)
      .map(([name, value]) => `${name}: ${value}\r\n`);
    this.say(text.replace("Call-ID:", `${lines.join("")}Call-ID:`));
  }

  get last(): SipResponse {
    const [last] = this.phone.responses(401).slice(-1);
    return last;
  }
}

function parsed(text: string): SipRequest {
  const message = parseMessage(utf8(text));
  if (typeof message === "string" || message.kind !== "request") {
    throw new TypeError(text);
  }
  return message;
}

const SECOND = INVITE.replace("CSeq: 1", "CSeq: 2")
  .replace("z9hG4bK", "z9hG4bK-second");

Deno.test("RFC 3261 §22.1: a stranger is challenged, and nothing is remembered of him", () => {
  const it = new GuardedStage();
  it.say(INVITE);
  assert.deepEqual(it.phone.lines, ["401 INVITE"]);
  assert.equal(it.last.headers.lines("WWW-Authenticate").length, 2);
  assert.deepEqual(it.agent.counts, NOTHING_LEFT);
  assert.equal(it.world.clock.pending, 0);
});

Deno.test("RFC 3261 §22.1: whoever answers the challenge gets in, and is not asked again in the dialog", () => {
  const it = new GuardedStage();
  it.say(INVITE);
  it.say(request("ACK"));
  it.answer(SECOND);
  assert.equal(it.sessions.length, 1);
  it.session.accept("answer");
  it.world.wind(10);
  it.acknowledge(2);
  it.say(
    request("BYE", {
      cseq: 3,
      toTag: it.phone.responses(200)[0].to.parameters.get("tag") ?? "",
    }),
  );
  assert.deepEqual(it.phone.lines.slice(-1), ["200 BYE"]);
  it.atRest();
});

Deno.test("RFC 3261 §22.1: a wrong password is challenged again, with another nonce", () => {
  const it = new GuardedStage("wrong");
  it.say(INVITE);
  const before = it.last;
  it.answer(SECOND);
  assert.deepEqual(it.phone.lines, ["401 INVITE", "401 INVITE"]);
  assert.notEqual(
    it.last.headers.first("WWW-Authenticate"),
    before.headers.first("WWW-Authenticate"),
  );
  assert.deepEqual(it.agent.counts, NOTHING_LEFT);
});

for (const method of ["OPTIONS", "REGISTER", "MESSAGE", "SUBSCRIBE", "BYE"]) {
  Deno.test(`RFC 3261 §22.1: a stranger's ${method} is challenged, whatever would become of it`, () => {
    const it = new GuardedStage();
    it.say(request(method));
    assert.deepEqual(it.phone.lines, [`401 ${method}`]);
  });
}

Deno.test("RFC 3261 §22.1: a CANCEL is not challenged, and ends the call of whoever got in", () => {
  const it = new GuardedStage();
  it.say(request("CANCEL"));
  assert.deepEqual(it.phone.lines, ["481 CANCEL"]);
  it.say(INVITE);
  it.answer(SECOND);
  const cancel = request("CANCEL").replace("CSeq: 1", "CSeq: 2")
    .replace("z9hG4bK", "z9hG4bK-second");
  it.say(cancel);
  const [terminated] = it.phone.responses(487);
  assert.equal(terminated.cseq.number, 2);
});

Deno.test("who guesses passwords is not heard any more after a while", () => {
  const it = new GuardedStage("wrong");
  it.say(INVITE);
  for (let n = 2; n < 1000; n++) {
    const text = INVITE.replace("CSeq: 1", `CSeq: ${n}`)
      .replace("z9hG4bK", `z9hG4bK-${n}`);
    const before = it.phone.messages.length;
    it.answer(text);
    if (it.phone.messages.length === before) break;
  }
  assert.ok(it.phone.messages.length < 200, `${it.phone.messages.length}`);
  it.world.wind(LONG_ENOUGH);
  assert.deepEqual(it.agent.counts, NOTHING_LEFT);
});

/** What somebody hears who answers a challenge as that user. */
function heardBy(user: string, password: string): string {
  const it = new GuardedStage(password);
  it.say(INVITE);
  const next = parsed(SECOND);
  it.client.challenged(it.last, next);
  const signed = { method: "INVITE", uri: next.uri };
  const [[name, value]] = it.client.authorize(signed);
  const line = `${name}: ${value.replace("tester", user)}\r\n`;
  it.say(SECOND.replace("Call-ID:", `${line}Call-ID:`));
  const [{ text }] = it.world.network.sent.slice(-1);
  // The tag is made of the request, which names another user.
  return text.replace(it.last.to.parameters.get("tag") ?? "", "");
}

Deno.test("RFC 3261 §22.1: the answer to an unknown user is that to a wrong password", () => {
  const heard = heardBy("nobody", "secret");
  assert.match(heard, /^SIP\/2.0 401 /);
  assert.equal(heard, heardBy("tester", "wrong"));
});
