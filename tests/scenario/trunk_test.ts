import assert from "node:assert/strict";
import { ControlWorld } from "../support/control_world.ts";
import type { Peer } from "../support/sip_world.ts";

const NODE = { address: "10.0.0.1", port: 5060 };
const FIRST = { address: "10.0.0.8", port: 5060 };
const SECOND = { address: "10.0.0.9", port: 5080 };
const CARRIER = {
  name: "carrier",
  hosts: ["10.0.0.8", "10.0.0.9:5080"],
  domain: "carrier.example",
  caller: { default: "02066304057", hide: true },
  called: { allowed: ["0", "1"], strip: "0", prefix: "+86" },
  asserted_identity: true,
};
const DIAL = { to_uri: "02012345678", max_answer_seconds: 9 };
const PING_VERDICT = 8_000;

/** A node with that trunk, whose two hosts say what a test tells them. */
function stage(settings: object = {}) {
  const world = new ControlWorld({ trunks: [{ ...CARRIER, ...settings }] });
  const [first, second] = [FIRST, SECOND].map((at) => world.sip.peer(at, NODE));
  return { world, first, second };
}

/** The host refuses the call; nothing of it may be left then. */
async function refuse(world: ControlWorld, host: Peer, status = 486) {
  host.respond(host.requests("INVITE")[0], status);
  await world.pass();
}

async function atRest(world: ControlWorld): Promise<void> {
  world.node.trunks.stop();
  await world.assertAtRest();
}

Deno.test("a number is dialled by the default trunk: its host, its domain, its caller", async () => {
  const { world, first, second } = stage();
  await world.application.call("construct", DIAL);
  await world.pass();
  const [invite] = first.requests("INVITE");
  const { headers } = invite;
  assert.equal(invite.uri, "sip:+862012345678@carrier.example");
  assert.equal(invite.from.uri, "sip:anonymous@anonymous.invalid");
  assert.equal(
    headers.first("P-Asserted-Identity"),
    "<sip:02066304057@carrier.example>",
  );
  assert.equal(headers.first("Privacy"), "id");
  assert.deepEqual(second.lines, []);
  await refuse(world, first);
  await atRest(world);
});

Deno.test("RFC 3263 §4.3: a host that does not serve is followed by the next of its trunk", async () => {
  const { world, first, second } = stage();
  await world.application.call("construct", DIAL);
  await world.pass();
  await refuse(world, first, 503);
  const [invite] = second.requests("INVITE");
  assert.equal(invite.uri, "sip:+862012345678@carrier.example");
  await refuse(world, second);
  assert.equal(world.node.trunks.all[0].calls, 0);
  await atRest(world);
});

Deno.test("ATTACKS 16: a 3xx is a refusal, and nobody else is called", async () => {
  const { world, first, second } = stage();
  await world.application.call("construct", DIAL);
  await world.pass();
  const fields = ["Contact: <sip:0900@10.0.0.9:5080>"];
  first.respond(first.requests("INVITE")[0], 302, { fields });
  await world.pass();
  const released = world.application.events.find(({ name }) =>
    name === "on_released"
  );
  assert.equal(released?.params.cause, 302);
  assert.deepEqual(second.lines, []);
  await atRest(world);
});

Deno.test("ATTACKS 16: a node that drains dials no more", async () => {
  const { world, first } = stage();
  void world.node.calls.drain();
  const { error } = await world.application.ask("construct", DIAL);
  assert.equal(error?.code, -32004);
  await world.pass();
  assert.deepEqual(first.lines, []);
  await atRest(world);
});

Deno.test("RFC 3261 §11: a trunk that does not answer OPTIONS is down: told, and not dialled", async () => {
  const { world, first, second } = stage({ ping_seconds: 30 });
  await world.pass();
  assert.equal(first.requests("OPTIONS").length, 1);
  assert.equal(second.requests("OPTIONS")[0].uri, "sip:10.0.0.9:5080");
  await world.wind(PING_VERDICT);
  const { error } = await world.application.ask("construct", DIAL);
  assert.match(error?.message ?? "", /"carrier" is down/);
  await world.wind(30_000);
  const [asked] = second.requests("OPTIONS").slice(-1);
  second.respond(asked, 200);
  await world.pass();
  const told = world.application.events
    .filter(({ name }) => name === "sys.trunk.on_state")
    .map((
      { params: { trunk, state, registered, res_id } },
    ) => [trunk, state, registered, res_id]);
  assert.deepEqual(told, [
    ["carrier", "down", null, "0.0.0-sys.trunk-carrier"],
    ["carrier", "up", null, "0.0.0-sys.trunk-carrier"],
  ]);
  await world.application.call("construct", DIAL);
  await world.pass();
  // The one that answers is called first.
  await refuse(world, second);
  assert.deepEqual(first.requests("INVITE"), []);
  await atRest(world);
});

Deno.test("RFC 3325 §5: a trunk's word about who calls is told, and a stranger's is not", async () => {
  const asserted = "P-Asserted-Identity: <sip:+8613800138000@carrier.example>";
  for (const hosts of [["10.0.0.2"], ["10.0.0.8"]]) {
    const world = new ControlWorld({ trunks: [{ ...CARRIER, hosts }] });
    world.rewrite = (text) =>
      text.replace("\r\nMax-Forwards", `\r\n${asserted}\r\nMax-Forwards`);
    world.phone.call("sip:4001@10.0.0.1");
    await world.pass();
    const [{ params }] = world.application.events;
    const known = hosts[0] === "10.0.0.2";
    assert.equal(params.trunk, known ? "carrier" : null);
    assert.equal(
      params.asserted_identity,
      known ? "sip:+8613800138000@carrier.example" : null,
    );
    world.phone.hangUp();
    await world.pass();
    await atRest(world);
  }
});

const CHALLENGE =
  'Proxy-Authenticate: Digest realm="carrier.example", nonce="n1", qop="auth"';

Deno.test("RFC 3261 §22.3: a trunk that asks who calls is told, a stranger is not", async () => {
  const credentials = { username: "4711", password: "secret" };
  const { world, first } = stage({ credentials });
  const stranger = world.sip.peer({ address: "10.0.0.7", port: 5060 }, NODE);
  await world.application.call("construct", DIAL);
  const elsewhere = { ...DIAL, to_uri: "100@10.0.0.7" };
  await world.application.call("construct", elsewhere);
  await world.pass();
  for (const host of [first, stranger]) {
    const fields = [CHALLENGE];
    host.respond(host.requests("INVITE")[0], 407, { fields });
  }
  await world.pass();
  const [, again] = first.requests("INVITE");
  assert.match(
    again.headers.first("Proxy-Authorization") ?? "",
    /username="4711", realm="carrier.example"/,
  );
  assert.equal(stranger.requests("INVITE").length, 1);
  first.respond(again, 486);
  await world.pass();
  await atRest(world);
});
