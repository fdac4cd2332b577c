import assert from "node:assert/strict";
import { utf8 } from "../../runtime/base/bytes.ts";
import { Ear, message, SipWorld } from "../support/sip_world.ts";
import { AGENT, agentIn, forgotten, PHONE, waitFor } from "./tcp_stage.ts";

const TO = "sip:200@10.0.0.2";
/** RFC 3261 §18.1.1. */
const MOST_BY_UDP = 1300;

/** An agent that calls a phone with an offer of so many bytes. */
function calling(length: number, world = new SipWorld(), to = TO) {
  const agent = agentIn(world, AGENT);
  const sdp = "x".repeat(length);
  const session = agent.invite({ from: "100", to, sdp });
  const ear = new Ear(session);
  world.wind(10);
  return { world, agent, session, ear };
}

/** What an INVITE measures besides its offer of three figures. */
const HEAD = (() => {
  const [{ text }] = calling(500).world.network.sent;
  return utf8(text).length - 500;
})();

function sentByUdp(world: SipWorld): string[] {
  return world.network.sent.map(({ text }) => text.split(" ")[0]);
}

Deno.test("RFC 3261 §18.1.1: an INVITE of 1300 bytes goes by UDP, one of 1301 by TCP to the same place", () => {
  const fits = calling(MOST_BY_UDP - HEAD);
  const [{ text }] = fits.world.network.sent;
  assert.equal(utf8(text).length, MOST_BY_UDP);
  assert.deepEqual(fits.world.streams.attempts, []);

  const world = new SipWorld();
  const lines = waitFor(world, PHONE);
  calling(MOST_BY_UDP - HEAD + 1, world);
  assert.deepEqual(world.streams.attempts, ["10.0.0.2:5060"]);
  assert.deepEqual(world.network.sent, []);
  assert.match(lines[0].text, /^INVITE sip:200@10\.0\.0\.2 SIP/);
  assert.match(lines[0].text, /^Via: SIP\/2\.0\/TCP 10\.0\.0\.1:5060;/m);
});

Deno.test("RFC 3261 §18.1.1: where TCP is refused it goes by UDP at once, and Via says so", () => {
  const { world, ear } = calling(2000);
  assert.deepEqual(world.streams.attempts, ["10.0.0.2:5060"]);
  assert.deepEqual(sentByUdp(world), ["INVITE"]);
  assert.match(world.network.sent[0].text, /^Via: SIP\/2\.0\/UDP /m);
  assert.deepEqual(ear.heard, []);
});

Deno.test("where nobody answers by TCP it goes by UDP after 5 s", () => {
  const world = new SipWorld();
  world.streams.swallows = () => true;
  calling(2000, world);
  world.wind(4900);
  assert.deepEqual(sentByUdp(world), []);
  world.wind(200);
  assert.deepEqual(sentByUdp(world), ["INVITE"]);
});

Deno.test("who could not be reached by TCP is called by UDP at once, for ten minutes", () => {
  const { world, agent } = calling(2000);
  const again = () => {
    agent.invite({ from: "100", to: TO, sdp: "x".repeat(2000) });
    world.wind(10);
    return world.streams.attempts.length;
  };
  assert.equal(again(), 1);
  assert.deepEqual(sentByUdp(world), ["INVITE", "INVITE"]);
  world.wind(600_000);
  assert.equal(again(), 2);
});

Deno.test("an agent without TCP sends what is large by UDP", () => {
  const world = new SipWorld();
  const agent = world.agent(AGENT.address);
  agent.invite({ from: "100", to: TO, sdp: "x".repeat(2000) });
  world.wind(10);
  assert.deepEqual(sentByUdp(world), ["INVITE"]);
});

Deno.test("who answers by TCP, or takes the request and says nothing, is not asked by UDP too", () => {
  for (const answers of [true, false]) {
    const world = new SipWorld();
    const lines = waitFor(world, PHONE);
    const { agent, ear } = calling(2000, world);
    const names = /^(Via|From|Call-ID|CSeq): [^\r]*/gm;
    const fields = lines[0].text.match(names) ?? [];
    const to = "To: <sip:200@10.0.0.2>;tag=phone";
    const busy = message("SIP/2.0 486 Busy Here", [...fields, to]);
    if (answers) lines[0].say(busy);
    world.wind(32_500);
    const status = answers ? "remote 486" : "local 408";
    assert.deepEqual(ear.heard, [`ended ${status}`]);
    assert.deepEqual(sentByUdp(world), []);
    lines[0].connection?.cut();
    world.wind(100);
    forgotten(world, agent);
  }
});

Deno.test("RFC 3261 §9.1: the CANCEL of a large INVITE goes by the same connection", () => {
  const world = new SipWorld();
  const lines = waitFor(world, PHONE);
  const { session } = calling(2000, world);
  const names = /^(Via|From|Call-ID|CSeq): [^\r]*/gm;
  const fields = lines[0].text.match(names) ?? [];
  const to = "To: <sip:200@10.0.0.2>;tag=phone";
  lines[0].say(message("SIP/2.0 180 Ringing", [...fields, to]));
  world.wind(5);
  session.hangUp(487);
  world.wind(5);
  assert.match(lines[0].text, /CANCEL sip:200@10\.0\.0\.2 SIP/);
  assert.deepEqual(sentByUdp(world), []);
});
