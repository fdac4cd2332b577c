import assert from "node:assert/strict";
import { utf8 } from "../../runtime/base/bytes.ts";
import { limitsFor, MOST_SOURCES } from "../../runtime/sip/admission.ts";
import { LONG_ENOUGH, NOTHING_LEFT } from "../support/sip_world.ts";
import { AGENT, CALLS, FloodStage } from "./flood_stage.ts";
import { established } from "./called_stage.ts";
import { CallingStage, CONTACT } from "./calling_stage.ts";
import { request } from "./phone_request.ts";

const { unproven, unprovenEach, pending } = limitsFor(CALLS, 1);
const A = "10.0.1.1";
const B = "10.0.1.2";
const C = "10.0.1.3";
/** As many as come. */
const HURRY = { limits: limitsFor(CALLS, 100_000) };

Deno.test("INVITE flood: one address that acknowledges nothing gets a share and then 503 with Retry-After", () => {
  const it = new FloodStage(HURRY);
  it.flood(A, 500);
  assert.equal(it.sessions.length, unprovenEach);
  assert.equal(it.count(A, 503), 500 - unprovenEach);
  const [refusal] = it.from(A).responses(503);
  assert.match(refusal.headers.first("Retry-After") ?? "", /^\d+$/);
  assert.equal(it.agent.counts.transactions, unprovenEach);
  it.flood(B, 1);
  assert.equal(it.count(B, 100), 1);
});

Deno.test("INVITE flood: all those who acknowledge nothing leave a share to who does", () => {
  const it = new FloodStage(HURRY);
  it.flood(A, 1);
  it.sessions[0].hangUp(486);
  it.world.wind(10);
  it.acknowledge(A);
  for (let n = 0; n < 50; n++) it.flood(`10.0.2.${n}`, 10);
  assert.equal(it.agent.counts.sessions, unproven);
  it.flood(A, 10);
  assert.equal(it.count(A, 503), 0);
  it.flood(A, 500);
  assert.equal(it.agent.counts.sessions, pending);
});

Deno.test("INVITE flood: nothing is left of one when its time is over", () => {
  const it = new FloodStage(HURRY, (session) => session.hangUp(480));
  for (let n = 0; n < 20; n++) it.flood(`10.0.2.${n}`, 50);
  assert.equal(it.agent.counts.transactions, unproven);
  it.world.wind(LONG_ENOUGH);
  assert.deepEqual(it.agent.counts, NOTHING_LEFT);
  assert.equal(it.world.clock.pending, 0);
  it.flood(A, 1);
  assert.equal(it.count(A, 480), 1);
});

Deno.test("an ACK gives a place back", () => {
  const it = new FloodStage(HURRY, (session) => session.hangUp(480));
  for (let n = 0; n < 3 * pending; n++) {
    it.flood(A, 1);
    it.acknowledge(A);
  }
  assert.equal(it.count(A, 503), 0);
  assert.equal(it.count(A, 480), 3 * pending);
});

Deno.test("an ACK with another tag than ours, as forgers guess it, gives nothing", () => {
  const it = new FloodStage(HURRY, (session) => session.hangUp(480));
  for (let n = 0; n < unprovenEach; n++) {
    it.flood(A, 1);
    it.acknowledge(A, "guessed");
  }
  it.flood(A, 10);
  assert.equal(it.count(A, 503), 10);
});

Deno.test("one address gets no more calls in a second than it may have; others do", () => {
  const it = new FloodStage({ limits: limitsFor(1000, 50) });
  it.flood(A, 200);
  assert.equal(it.sessions.length, 50);
  it.flood(B, 20);
  assert.equal(it.count(B, 503), 0);
  it.world.wind(1000);
  it.flood(A, 200);
  assert.equal(it.count(A, 100), 100);
});

Deno.test("whom the operator has named may hurry", () => {
  const vouchesFor = (address: string) => address === A;
  const it = new FloodStage({ limits: limitsFor(1000, 50), vouchesFor });
  it.flood(A, 200);
  assert.equal(it.count(A, 503), 0);
});

Deno.test("a /64 of IPv6 is one source", () => {
  const it = new FloodStage({ limits: limitsFor(1000, 50) });
  for (let n = 1; n <= 100; n++) {
    const place = `[2001:db8:1:2::${n.toString(16)}]`;
    it.from(`2001:db8:1:2::${n.toString(16)}`).say(
      request("INVITE", {
        via: `Via: SIP/2.0/UDP ${place}:5062;branch=z9hG4bK-six-${n}`,
      }).replace("call-1", `six-${n}`),
    );
  }
  it.world.wind(10);
  assert.equal(it.sessions.length, 50);
});

Deno.test("reflection: for each byte in a victim's name it gets less than three", () => {
  for (
    const [what, becomes] of [
      ["answered", "accept"],
      ["refused", "hangUp"],
    ] as const
  ) {
    const it = new FloodStage({}, (session) => {
      if (becomes === "accept") session.accept("a=b\r\n".repeat(60));
      else session.hangUp(480);
    });
    for (let n = 0; n < 60; n++) it.invite(A, [`X: ${"x".repeat(300)}`]);
    it.world.wind(LONG_ENOUGH * 2);
    const ratio = it.bytesTo(A) / it.bytesFrom(A);
    assert.ok(ratio < 3, `${what}: ${ratio}`);
    assert.deepEqual(it.agent.counts, NOTHING_LEFT);
  }
});

Deno.test("RFC 3261 §13.3.1.4: who acknowledges late gets every repeat again once he has", () => {
  const it = new FloodStage({}, (session) => session.accept("v=0\r\n"));
  it.flood(A, 50);
  it.world.wind(20_000);
  const before = it.count(A, 200);
  it.acknowledge(A);
  it.world.wind(5000);
  assert.ok(it.count(A, 200) >= before + 49, `${before}, ${it.count(A, 200)}`);
});

Deno.test("a request that is no call and in none leaves nothing behind", () => {
  const it = new FloodStage();
  const methods = ["OPTIONS", "REGISTER", "MESSAGE", "BYE", "CANCEL", "FOO"];
  for (const method of methods) it.from("10.0.0.2").say(request(method));
  it.from("10.0.0.2").say(request("INVITE", { toTag: "unknown" }));
  it.world.wind(10);
  assert.deepEqual(it.agent.counts, NOTHING_LEFT);
  assert.equal(it.world.clock.pending, 0);
  assert.deepEqual(it.from("10.0.0.2").lines, [
    "200 OPTIONS",
    "405 REGISTER",
    "405 MESSAGE",
    "481 BYE",
    "481 CANCEL",
    "501 FOO",
    "481 INVITE",
  ]);
});

Deno.test("memory: what is being served is bounded by its size", () => {
  const held = 1_000_000;
  const it = new FloodStage({ limits: { ...limitsFor(1000, 1000), held } });
  const long = [`X: ${"x".repeat(8000)}`, `Y: ${"y".repeat(8000)}`];
  for (let n = 0; n < 200; n++) it.invite(A, long);
  it.world.wind(10);
  const { transactions } = it.agent.counts;
  assert.ok(transactions > 40 && transactions <= 63, `${transactions}`);
  assert.equal(it.count(A, 503), 200 - transactions);
  for (const session of it.sessions) session.hangUp(486);
  it.world.wind(LONG_ENOUGH);
  it.flood(A, 1);
  assert.equal(it.count(A, 100), transactions + 1);
});

Deno.test("in a dialog: requests faster than anybody presses keys get 503, BYE is obeyed", () => {
  const it = established();
  const { toTag } = it;
  for (let cseq = 2; cseq < 502; cseq++) {
    it.phone.say(request("OPTIONS", { cseq, toTag }));
  }
  it.world.wind(10);
  const served = it.phone.responses(200).length - 1;
  assert.ok(served >= 48 && served < 60, `${served}`);
  assert.equal(it.phone.responses(503).length, 500 - served);
  it.bye(502);
  assert.equal(it.ear.ends.length, 1);
  it.atRest();
});

Deno.test("reflection: the shortest OPTIONS brings no flood on who did not send it", () => {
  const it = new FloodStage();
  const short = "OPTIONS sip:a SIP/2.0\r\nv:SIP/2.0/UDP a;rport;branch=" +
    "z9hG4bK\r\nf:<sip:a>;tag=1\r\nt:<sip:a>\r\ni:a\r\nCSeq:1 OPTIONS\r\n\r\n";
  for (let n = 0; n < 1000; n++) it.from(A).say(short);
  it.world.wind(10);
  const ratio = it.bytesTo(A) / it.bytesFrom(A);
  assert.ok(ratio < 3, `${ratio}`);
  it.world.wind(10_000);
  it.from(A).say(short);
  const before = it.count(A, 200);
  it.world.wind(10);
  assert.equal(it.count(A, 200), before + 1);
});

Deno.test("forks: a peer that makes tags up gets no more than 32 dialogs", () => {
  const it = new CallingStage();
  for (let n = 0; n < 500; n++) {
    const answer = { tag: `t${n}`, fields: [CONTACT], body: "answer" };
    it.phone.respond(it.invite, 200, answer);
  }
  it.world.wind(10);
  assert.equal(it.agent.counts.dialogs, 32);
});

for (const tool of ["friendly-scanner", "sipvicious 0.3", "SIPCLI/1.8"]) {
  Deno.test(`scanners: ${tool} gets no answer, not to OPTIONS either`, () => {
    const it = new FloodStage();
    const fields = [`User-Agent: ${tool}`];
    it.invite("10.0.0.2", fields);
    it.from("10.0.0.2").say(request("OPTIONS", { fields }));
    it.world.wind(10);
    assert.deepEqual(it.from("10.0.0.2").lines, []);
    assert.deepEqual(it.agent.silences.entries(), [["scanner", 2]]);
    it.flood("10.0.0.2", 1);
    assert.equal(it.count("10.0.0.2", 100), 1);
  });
}

const STRANGERS = { acceptsFrom: (address: string) => address === A };

Deno.test("scanners: who is refused again and again is not heard for five minutes, and then is", () => {
  const it = new FloodStage(STRANGERS);
  it.flood(B, 100);
  const refused = it.count(B, 403);
  assert.ok(refused > 10 && refused < 50, `${refused}`);
  it.flood(B, 100);
  assert.equal(it.count(B, 403), refused);
  assert.equal(it.count(C, 403), 0);
  it.flood(C, 1);
  assert.equal(it.count(C, 403), 1);
  it.world.wind(301_000);
  it.flood(B, 1);
  assert.equal(it.count(B, 403), refused + 1);
});

Deno.test("scanners: nobody has another banned by forging his address", () => {
  const it = new FloodStage({}, (session) => session.hangUp(486));
  it.flood(A, 1);
  it.acknowledge(A);
  for (let n = 0; n < 200; n++) it.invite(A, ["User-Agent: sipvicious"]);
  it.world.wind(10);
  it.flood(A, 1);
  assert.equal(it.count(A, 486), 2);
});

Deno.test("memory: what is remembered of sources is bounded, however many there are", () => {
  const { world, agent } = new FloodStage();
  for (let n = 0; n < MOST_SOURCES + 5000; n++) {
    const address = `100.${n >> 16}.${n >> 8 & 255}.${n & 255}`;
    const socket = world.network.bind({ address, port: 5062 }, () => {});
    socket.send(utf8("no SIP"), AGENT);
    socket.close();
  }
  world.wind(10);
  assert.equal(agent.sources, MOST_SOURCES);
});
