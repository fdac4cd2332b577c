import assert from "node:assert/strict";
import type { SipRequest } from "../../runtime/sip/message.ts";
import type { Registration } from "../../runtime/sip/registration.ts";
import { parseUri, type SipUri } from "../../runtime/sip/uri.ts";
import type { UserAgent } from "../../runtime/sip/user_agent.ts";
import {
  LONG_ENOUGH,
  NOTHING_LEFT,
  type Peer,
  SipWorld,
} from "../support/sip_world.ts";
import { AGENT, PHONE } from "./calling_stage.ts";

const SECONDS = 600;
const SECOND_REGISTRAR = { address: "10.0.0.3", port: 5062 };

function uri(text: string): SipUri {
  const read = parseUri(text);
  assert.ok(typeof read !== "string");
  return read;
}

/** An agent that registers, and the registrar that answers it by hand. */
class Stage {
  readonly world = new SipWorld();
  readonly agent: UserAgent = this.world.agent(AGENT.address);
  readonly registrar: Peer = this.world.peer(PHONE, AGENT);
  readonly told: string[] = [];
  readonly registration: Registration;

  constructor(password: string | null = null) {
    const account = { username: "4711", realm: null };
    this.registration = this.agent.registration({
      user: "4711",
      domain: "carrier.example",
      route: [uri("sip:10.0.0.2:5062"), uri("sip:10.0.0.3:5062")],
      seconds: SECONDS,
      credentials: password === null
        ? null
        : this.agent.credentials({ ...account, password }),
      changed: (isRegistered, status) =>
        this.told.push(`${isRegistered} ${status}`),
    });
    this.registration.start();
    this.world.wind(10);
  }

  get requests(): SipRequest[] {
    return this.registrar.requests("REGISTER");
  }

  get last(): SipRequest {
    return this.requests[this.requests.length - 1];
  }

  /** The registrar answers what came last. */
  answer(status: number, ...fields: readonly string[]): void {
    this.registrar.respond(this.last, status, { fields });
    this.world.wind(10);
  }

  /** It takes the binding as it was asked for, or for less. */
  accept(seconds = SECONDS): void {
    this.answer(200, `Contact: <sip:4711@10.0.0.1:5060>;expires=${seconds}`);
  }

  /** Seconds until the next REGISTER. */
  untilNext(): number {
    const count = this.requests.length;
    for (let seconds = 0; seconds < 4000; seconds++) {
      if (this.requests.length > count) return seconds;
      this.world.wind(1000);
    }
    return Infinity;
  }
}

Deno.test("RFC 3261 §10.2: a REGISTER names the registrar, who registers, and where it is", () => {
  const { last } = new Stage();
  const { headers } = last;
  assert.equal(last.uri, "sip:carrier.example");
  assert.equal(headers.first("To"), "<sip:4711@carrier.example>");
  assert.match(
    headers.first("From") ?? "",
    /^<sip:4711@carrier\.example>;tag=\w+$/,
  );
  assert.equal(
    headers.first("Contact"),
    "<sip:4711@10.0.0.1:5060>;expires=600",
  );
  assert.equal(headers.first("Expires"), "600");
});

Deno.test("RFC 3261 §10.2.4: a binding is refreshed before it expires, in the same Call-ID", () => {
  const it = new Stage();
  it.accept();
  assert.deepEqual(it.told, ["true 200"]);
  const [first] = it.requests;
  const waited = it.untilNext();
  assert.ok(waited >= SECONDS / 2 && waited < SECONDS - 60, `${waited} s`);
  assert.equal(it.last.callId, first.callId);
  assert.equal(it.last.cseq.number, first.cseq.number + 1);
  assert.equal(it.last.headers.first("From"), first.headers.first("From"));
  it.accept();
  assert.deepEqual(it.told, ["true 200"]);
  assert.equal(it.untilNext(), waited);
});

const GRANTS: readonly [fields: readonly string[], seconds: number][] = [
  [["Contact: <sip:4711@10.0.0.1:5060>;expires=100"], 100],
  [
    ["Contact: <sip:x@10.0.0.9>;expires=10, <sip:4711@10.0.0.1:5060>;expires=90"],
    90,
  ],
  [["Contact: <sip:4711@10.0.0.1:5060>", "Expires: 80"], 80],
  [["Expires: 70"], 70],
  [[], SECONDS],
  [["Expires: soon"], SECONDS],
];
for (const [fields, seconds] of GRANTS) {
  Deno.test(`RFC 3261 §10.2.4: the registrar grants ${seconds} s by ${fields.join("; ") || "nothing"}`, () => {
    const it = new Stage();
    it.answer(200, ...fields);
    const waited = it.untilNext();
    assert.ok(waited >= seconds / 2 - 1, `${waited} s`);
    assert.ok(waited < seconds, `${waited} s`);
  });
}

Deno.test("RFC 3261 §10.2.8: after 423 a REGISTER asks for Min-Expires, and no more after another", () => {
  const it = new Stage();
  it.answer(423, "Min-Expires: 900");
  assert.equal(it.requests.length, 2);
  assert.equal(it.last.headers.first("Expires"), "900");
  assert.match(it.last.headers.first("Contact") ?? "", /;expires=900$/);
  it.answer(423, "Min-Expires: 901");
  assert.deepEqual(it.told, ["false 423"]);
  assert.equal(it.requests.length, 2);
});

for (const least of ["", "Min-Expires: 5", "Min-Expires: 4294967295"]) {
  Deno.test(`RFC 3261 §10.2.8: 423 with "${least}" is a refusal`, () => {
    const it = new Stage();
    it.answer(423, ...(least ? [least] : []));
    assert.deepEqual(it.told, ["false 423"]);
    assert.equal(it.requests.length, 1);
  });
}

Deno.test("RFC 5626 §4.5: who is refused waits from 30 s on, twice as long each time, and half an hour at most", () => {
  const it = new Stage();
  const waits: number[] = [];
  for (let failure = 0; failure < 9; failure++) {
    it.answer(403);
    waits.push(it.untilNext());
  }
  waits.forEach((wait, at) => {
    const most = Math.min(1800, 30 * 2 ** at);
    assert.ok(wait >= most / 2 && wait <= most + 1, `${wait} s at ${at}`);
  });
  assert.deepEqual(it.told, ["false 403"]);
  it.accept();
  assert.deepEqual(it.told, ["false 403", "true 200"]);
});

Deno.test("RFC 3261 §20.33: who is told to come back later does not come sooner", () => {
  const it = new Stage();
  it.answer(500, "Retry-After: 300 (maintenance)");
  assert.ok(it.untilNext() >= 299);
});

Deno.test("RFC 3263 §4.3: a registrar that does not serve is followed by the next", () => {
  const it = new Stage();
  const second = it.world.peer(SECOND_REGISTRAR, AGENT);
  it.answer(503);
  const [request] = second.requests("REGISTER");
  assert.equal(request.uri, "sip:carrier.example");
  second.respond(request, 200);
  it.world.wind(10);
  assert.deepEqual(it.told, ["true 200"]);
});

Deno.test("a registrar that says nothing is no binding, and asked again", () => {
  const it = new Stage();
  it.world.wind(2 * LONG_ENOUGH);
  assert.deepEqual(it.told, ["false 408"]);
  const sent = it.requests.length;
  it.accept();
  assert.ok(it.requests.length > 1 && sent > 1);
});

Deno.test("RFC 3261 §10.2.2: at the end the binding is taken back", () => {
  const it = new Stage();
  it.accept();
  it.registration.stop();
  it.world.wind(10);
  assert.equal(it.registration.isLeaving, true);
  assert.equal(it.last.headers.first("Expires"), "0");
  assert.match(it.last.headers.first("Contact") ?? "", /;expires=0$/);
  it.answer(200);
  assert.equal(it.registration.isLeaving, false);
  it.world.wind(LONG_ENOUGH);
  assert.equal(it.requests.length, 2);
  assert.deepEqual(it.agent.counts, NOTHING_LEFT);
  assert.equal(it.world.clock.pending, 0);
});

Deno.test("RFC 3261 §10.2: no REGISTER is sent before the last one is answered, at the end neither", () => {
  const it = new Stage();
  it.registration.stop();
  it.world.wind(10);
  assert.equal(it.requests.length, 1);
  it.accept();
  assert.equal(it.requests.length, 2);
  assert.equal(it.last.headers.first("Expires"), "0");
});

Deno.test("where there is no binding none is taken back", () => {
  const it = new Stage();
  it.answer(403);
  it.registration.stop();
  it.world.wind(LONG_ENOUGH);
  assert.equal(it.requests.length, 1);
  assert.equal(it.registration.isLeaving, false);
  assert.equal(it.world.clock.pending, 0);
});

Deno.test("an agent that closes leaves no timer of a registration", () => {
  const it = new Stage();
  it.accept();
  it.agent.close();
  assert.equal(it.world.clock.pending, 0);
});

const CHALLENGE =
  'WWW-Authenticate: Digest realm="carrier.example", nonce="n1", algorithm=SHA-256, qop="auth"';

Deno.test("RFC 3261 §22.2: a registrar that asks who we are is told, in the next REGISTER too", () => {
  const it = new Stage("secret");
  assert.equal(it.last.headers.first("Authorization"), null);
  it.answer(401, CHALLENGE);
  const [first, second] = it.requests;
  const answer = second.headers.first("Authorization") ?? "";
  assert.match(answer, /^Digest .*username="4711".*uri="sip:carrier\.example"/);
  assert.doesNotMatch(answer, /secret/);
  assert.equal(second.callId, first.callId);
  assert.equal(second.cseq.number, first.cseq.number + 1);
  it.accept();
  assert.deepEqual(it.told, ["true 200"]);
  it.untilNext();
  assert.match(it.last.headers.first("Authorization") ?? "", /nc=00000002/);
});

Deno.test("RFC 3261 §22.2: who is not believed does not try again at once", () => {
  const it = new Stage("wrong");
  it.answer(401, CHALLENGE);
  it.answer(401, CHALLENGE);
  assert.deepEqual(it.told, ["false 401"]);
  assert.equal(it.requests.length, 2);
  const waited = it.untilNext();
  assert.ok(waited >= 15 && waited <= 31, `${waited} s`);
});

Deno.test("RFC 3261 §22.2: who has no password answers no challenge", () => {
  const it = new Stage();
  it.answer(401, CHALLENGE);
  assert.deepEqual(it.told, ["false 401"]);
  assert.equal(it.requests.length, 1);
});
