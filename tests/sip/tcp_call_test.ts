import assert from "node:assert/strict";
import type { IncomingSession } from "../../runtime/sip/session.ts";
import { Ear, message, SipWorld } from "../support/sip_world.ts";
import {
  AGENT,
  agentIn,
  atRest,
  call,
  calling,
  dial,
  dialled,
  IDLE,
  Line,
  PHONE,
  request,
  TO_AGENT,
  waitFor,
} from "./tcp_stage.ts";

Deno.test("a call goes over one TCP connection from the INVITE to the BYE, and nothing over UDP", () => {
  const it = call();
  assert.deepEqual(it.ear.heard, ["provisional 180 null", "accepted answer"]);
  assert.deepEqual(it.farEar.heard, ["acknowledged null"]);
  it.session.hangUp(200);
  it.world.wind(20);
  assert.deepEqual(it.farEar.heard.at(-1), "ended remote 200");
  assert.deepEqual(it.world.streams.attempts, ["10.0.0.1:5060"]);
  assert.deepEqual(it.world.network.sent, []);
  atRest(it);
});

Deno.test("RFC 3261 §18.1.1: Via and Contact say TCP and where we listen", () => {
  const world = new SipWorld();
  const lines = waitFor(world, { ...PHONE, port: 5070 });
  const to = "sip:200@10.0.0.2:5070;transport=tcp";
  const { agent, session } = calling(world, to);
  world.wind(10);
  assert.match(
    lines[0].text,
    /^INVITE sip:200@10\.0\.0\.2:5070;transport=tcp /,
  );
  assert.match(lines[0].text, /^Via: SIP\/2\.0\/TCP 10\.0\.0\.1:5060;/m);
  assert.match(
    lines[0].text,
    /^Contact: <sip:10\.0\.0\.1:5060;transport=tcp>/m,
  );
  session.hangUp(200);
  agent.close();
});

Deno.test("a call outlives its connection: the next request opens another", () => {
  for (const side of ["session", "far"] as const) {
    const it = call();
    const before = it.world.streams.attempts.length;
    it.world.streams.breakAll();
    it.world.wind(60_000);
    assert.equal(it.agent.counts.sessions, 1);
    it[side].hangUp(200);
    it.world.wind(20);
    assert.equal(it.world.streams.attempts.length, before + 1);
    const other = side === "far" ? it.ear : it.farEar;
    assert.equal(other.heard.at(-1), "ended remote 200");
    atRest(it);
  }
});

Deno.test("RFC 3261 §18.2.2: a response goes back by the connection of its request", () => {
  const { world, line } = dialled();
  line.say(request("OPTIONS"));
  world.wind(5);
  assert.deepEqual(line.statuses, ["SIP/2.0 200"]);
  assert.deepEqual(world.streams.attempts, ["10.0.0.1:5060"]);
});

Deno.test("RFC 3261 §18.2.2: where that connection is gone the response goes to Via's port at the same address", () => {
  const world = new SipWorld();
  const sessions: IncomingSession[] = [];
  agentIn(world, AGENT, (session) => void sessions.push(session));
  const lines = waitFor(world, { ...PHONE, port: 5070 });
  const line = dial(world);
  line.say(request("INVITE"));
  world.wind(5);
  line.connection?.cut();
  world.wind(5);
  sessions[0].hangUp(486);
  world.wind(5);
  assert.deepEqual(lines.map(({ statuses }) => statuses), [["SIP/2.0 486"]]);
});

Deno.test("RFC 3261 §17.1.1.2: an INVITE that is proceeding waits on when its connection ends", () => {
  const world = new SipWorld();
  const phone = world.streams.from(PHONE.address);
  const lines = waitFor(world, PHONE);
  const { ear } = calling(world);
  world.wind(5);
  const response = (status: number) =>
    message(`SIP/2.0 ${status} Because`, [
      ...lines[0].text.match(/^(Via|From|Call-ID|CSeq): [^\r]*/gm) ?? [],
      "To: <sip:200@10.0.0.2>;tag=phone",
    ]);
  lines[0].say(response(180));
  world.wind(5);
  lines[0].connection?.cut();
  world.wind(5);
  assert.equal(lines.length, 1);
  const back = new Line();
  back.connection = phone.connect(AGENT, back);
  back.say(response(486));
  world.wind(5);
  assert.deepEqual(ear.heard, ["provisional 180 null", "ended remote 486"]);
});

Deno.test("RFC 3261 §18.1.1: calls to one address share a connection", () => {
  const world = new SipWorld();
  const ears: Ear[] = [];
  agentIn(world, AGENT, (session) => void ears.push(new Ear(session)));
  const phone = agentIn(world, PHONE);
  for (let n = 0; n < 5; n++) {
    phone.invite({ from: "200", to: TO_AGENT, sdp: "offer" });
  }
  world.wind(10);
  assert.equal(ears.length, 5);
  assert.deepEqual(world.streams.attempts, ["10.0.0.1:5060"]);
});

Deno.test("RFC 3261 §17.1.1.2: over TCP an INVITE without an answer is sent once, and times out", () => {
  const world = new SipWorld();
  const lines = waitFor(world, PHONE);
  const to = "sip:200@10.0.0.2;transport=TCP";
  const { ear } = calling(world, to);
  world.wind(32_100);
  assert.equal(lines[0].text.match(/^INVITE /gm)?.length, 1);
  assert.deepEqual(ear.heard, ["ended local 408"]);
});

Deno.test("a connection stays as long as there is a call with its other end", () => {
  const it = call();
  it.world.wind(3 * IDLE);
  assert.equal(it.world.streams.openEnds, 2);
  it.session.hangUp(200);
  it.world.wind(20);
  assert.equal(it.farEar.heard.at(-1), "ended remote 200");
  assert.deepEqual(it.world.streams.attempts, ["10.0.0.1:5060"]);
  atRest(it);
});
