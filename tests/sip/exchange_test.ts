import assert from "node:assert/strict";
import type { Srv } from "../../runtime/net/dns.ts";
import type { OutgoingSession } from "../../runtime/sip/session.ts";
import type { UserAgent } from "../../runtime/sip/user_agent.ts";
import { answered, MemoryDns } from "../support/memory_dns.ts";
import {
  Ear,
  LONG_ENOUGH,
  NOTHING_LEFT,
  type Peer,
  SipWorld,
} from "../support/sip_world.ts";
import { AGENT } from "./calling_stage.ts";

const FIRST = { address: "10.0.0.11", port: 5060 };
const SECOND = { address: "10.0.0.12", port: 5060 };
const CONTACT = "Contact: <sip:200@10.0.0.12>";
const TIMER_B = 32_000;

function server(target: string, priority: number): Srv {
  return { target, priority, weight: 0, port: 5060 };
}

/** An agent that calls a domain with two servers. */
class TwoServers {
  readonly world = new SipWorld();
  readonly agent: UserAgent;
  readonly first: Peer;
  readonly second: Peer;
  readonly session: OutgoingSession;
  readonly ear: Ear;

  constructor() {
    const dns = new MemoryDns({
      srv: { "_sip._udp.a.example": [server("1", 1), server("2", 2)] },
      hosts: { "1": [FIRST.address], "2": [SECOND.address] },
    });
    this.agent = this.world.agent(AGENT.address, undefined, { dns });
    this.first = this.world.peer(FIRST, AGENT);
    this.second = this.world.peer(SECOND, AGENT);
    const to = "sip:200@a.example";
    this.session = this.agent.invite({ from: "100", to, sdp: "offer" });
    this.ear = new Ear(this.session);
  }

  static async called(prepare = (_: TwoServers) => {}): Promise<TwoServers> {
    const it = new TwoServers();
    prepare(it);
    await answered();
    it.world.wind(10);
    return it;
  }

  /** The first server answers. */
  refuse(status: number): void {
    this.first.respond(this.first.requests("INVITE")[0], status);
    this.world.wind(10);
  }

  /** The second server takes the call and ends it. */
  async goesOn(...before: readonly string[]): Promise<void> {
    const [invite] = this.second.requests("INVITE");
    this.second.respond(invite, 200, { fields: [CONTACT], body: "answer" });
    this.world.wind(10);
    assert.deepEqual(this.ear.heard, [...before, "accepted answer"]);
    assert.equal(this.session.remoteAddress, SECOND.address);
    this.session.hangUp(200);
    await answered();
    this.world.wind(10);
    this.second.respond(this.second.requests("BYE")[0], 200);
    this.atRest();
  }

  atRest(): void {
    this.world.wind(LONG_ENOUGH);
    assert.deepEqual(this.agent.counts, NOTHING_LEFT);
    assert.equal(this.world.clock.pending, 0);
  }
}

Deno.test("RFC 3263 §4.3: after 503 the next server gets the same request, of another branch", async () => {
  const it = await TwoServers.called();
  it.refuse(503);
  const [before] = it.first.requests("INVITE");
  const [after] = it.second.requests("INVITE");
  const names = ["From", "To", "Call-ID", "CSeq"] as const;
  for (const name of names) {
    assert.equal(after.headers.first(name), before.headers.first(name));
  }
  assert.equal(after.uri, before.uri);
  assert.notEqual(
    after.via.parameters.get("branch"),
    before.via.parameters.get("branch"),
  );
  assert.deepEqual(it.first.lines, ["INVITE", "ACK"]);
  await it.goesOn();
});

Deno.test("RFC 3263 §4.3: after Timer B the next server is asked", async () => {
  const it = await TwoServers.called();
  it.world.wind(TIMER_B);
  assert.equal(it.second.requests("INVITE").length, 1);
  await it.goesOn();
});

Deno.test("RFC 3263 §4.3: where nothing can be sent the next server is asked at once", async () => {
  const it = await TwoServers.called(({ world }) => {
    world.network.forbidden.add(FIRST.address);
  });
  assert.equal(it.second.requests("INVITE").length, 1);
  await it.goesOn();
});

Deno.test("RFC 3261 §18.4: where nobody listens the next server is asked at once", async () => {
  const it = await TwoServers.called(({ world }) => {
    world.network.dead.add(FIRST.address);
  });
  assert.equal(it.second.requests("INVITE").length, 1);
  await it.goesOn();
});

Deno.test("RFC 3261 §18.4: a server that rings and listens no more is not given up", async () => {
  const it = await TwoServers.called();
  it.refuse(180);
  it.world.network.dead.add(FIRST.address);
  it.world.wind(LONG_ENOUGH);
  assert.deepEqual(it.second.lines, []);
  assert.deepEqual(it.ear.heard, ["provisional 180 null"]);
});

Deno.test("RFC 3261 §18.4: a BYE that nobody listens to ends the call at once", async () => {
  const it = await TwoServers.called();
  it.refuse(503);
  const [invite] = it.second.requests("INVITE");
  it.second.respond(invite, 200, { fields: [CONTACT], body: "answer" });
  it.world.wind(10);
  it.world.network.dead.add(SECOND.address);
  it.session.hangUp(200);
  it.world.wind(10);
  assert.equal(it.agent.counts.dialogs, 0);
  it.atRest();
});

Deno.test("early dialogs of a server end when the next one is asked", async () => {
  const it = await TwoServers.called();
  it.refuse(180);
  assert.equal(it.agent.counts.dialogs, 1);
  it.refuse(503);
  assert.equal(it.agent.counts.dialogs, 0);
  await it.goesOn("provisional 180 null");
});

for (const status of [404, 480, 486, 500, 504, 603]) {
  Deno.test(`RFC 3263 §4.3: after ${status} nobody else is asked`, async () => {
    const it = await TwoServers.called();
    it.refuse(status);
    it.world.wind(LONG_ENOUGH);
    assert.deepEqual(it.second.lines, []);
    assert.deepEqual(it.ear.heard, [`ended remote ${status}`]);
    it.atRest();
  });
}

Deno.test("RFC 3263 §4.3: a server that says 100 and falls silent is not followed by another", async () => {
  const it = await TwoServers.called();
  it.refuse(100);
  it.world.wind(LONG_ENOUGH);
  assert.deepEqual(it.second.lines, []);
});

Deno.test("when the last server fails the session ends with what it said", async () => {
  const it = await TwoServers.called();
  it.refuse(503);
  it.second.respond(it.second.requests("INVITE")[0], 503);
  it.world.wind(10);
  assert.deepEqual(it.ear.heard, ["ended remote 503"]);
  it.atRest();
});

Deno.test("a call that was hung up asks no other server", async () => {
  const it = await TwoServers.called();
  it.session.hangUp(487);
  it.refuse(503);
  it.world.wind(LONG_ENOUGH);
  assert.deepEqual(it.second.lines, []);
  it.atRest();
});

Deno.test("RFC 3261 §9.1: another server is cancelled once it has answered, by its own transaction", async () => {
  const it = await TwoServers.called();
  it.refuse(100);
  it.refuse(503);
  it.session.hangUp(487);
  it.world.wind(10);
  const [invite] = it.second.requests("INVITE");
  assert.deepEqual(it.second.lines, ["INVITE"]);
  it.second.respond(invite, 100);
  it.world.wind(10);
  const [cancel] = it.second.requests("CANCEL");
  assert.equal(
    cancel.via.parameters.get("branch"),
    invite.via.parameters.get("branch"),
  );
  it.second.respond(cancel, 200);
  it.second.respond(invite, 487);
  assert.deepEqual(it.first.requests("CANCEL"), []);
  it.atRest();
});

Deno.test("an ACK that the first server does not get is no failure of the second", async () => {
  const it = await TwoServers.called();
  it.world.network.forbidden.add(FIRST.address);
  it.refuse(503);
  assert.equal(it.second.requests("INVITE").length, 1);
  await it.goesOn();
});
