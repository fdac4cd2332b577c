import assert from "node:assert/strict";
import { SILENT } from "../../runtime/base/log.ts";
import { answered, MemoryDns } from "../support/memory_dns.ts";
import { Ear, NOTHING_LEFT, SipWorld } from "../support/sip_world.ts";
import { AGENT, CallingStage, PHONE, TO } from "./calling_stage.ts";

Deno.test("a name is resolved before the INVITE leaves", async () => {
  const world = new SipWorld();
  const dns = new MemoryDns({ hosts: { "gateway.example": [PHONE.address] } });
  const agent = world.agent(AGENT.address, undefined, { dns });
  const phone = world.peer(PHONE, AGENT);
  const known = agent.invite({
    from: "100",
    to: "200@gateway.example:5062",
    sdp: "offer",
  });
  const unknown = new Ear(
    agent.invite({ from: "100", to: "sip:x@nowhere.example", sdp: "offer" }),
  );
  assert.equal(known.localAddress, "");
  await answered();
  world.wind(10);
  assert.equal(phone.requests("INVITE")[0].uri, "sip:200@gateway.example:5062");
  assert.equal(known.localAddress, "10.0.0.1");
  assert.deepEqual(unknown.heard, ["ended local 404"]);
});

Deno.test("a session that was hung up before its name was resolved sends nothing", async () => {
  const world = new SipWorld();
  const dns = new MemoryDns({ hosts: { "y.example": [PHONE.address] } });
  const agent = world.agent(AGENT.address, undefined, { dns });
  const phone = world.peer(PHONE, AGENT);
  agent.invite({ from: "100", to: "sip:x@y.example:5062", sdp: "o" }).hangUp(
    487,
  );
  await answered();
  world.wind(10);
  assert.deepEqual(phone.lines, []);
  assert.deepEqual(agent.counts, NOTHING_LEFT);
});

Deno.test("a mistake of ours once a name is resolved is logged, and breaks nothing else", async () => {
  const world = new SipWorld();
  const dns = new MemoryDns({ hosts: { "y.example": [PHONE.address] } });
  const logged: string[] = [];
  const error = (message: string) => void logged.push(message);
  const log = { ...SILENT, error };
  const agent = world.agent(AGENT.address, undefined, { dns, log });
  const sdp = () => {
    throw new TypeError("ours");
  };
  agent.invite({ from: "100", to: "sip:x@y.example", sdp });
  await answered();
  assert.deepEqual(logged, ["A way went wrong"]);
});

Deno.test("an agent that was closed sends nothing when a name is resolved at last", async () => {
  const world = new SipWorld();
  const dns = new MemoryDns({ hosts: { "y.example": [PHONE.address] } });
  const agent = world.agent(AGENT.address, undefined, { dns });
  agent.invite({ from: "100", to: "sip:x@y.example", sdp: "offer" });
  agent.close();
  await answered();
  assert.equal(world.network.sent.length, 0);
  assert.equal(world.clock.pending, 0);
});

Deno.test("what is no SIP URI is refused by name, and so is a transport that is not here", () => {
  const world = new SipWorld();
  const agent = world.agent(AGENT.address);
  const bad = [
    "",
    "sip:",
    "sip:a@",
    "sip:a b@c",
    "sip:a@b\r\nX: y",
    "sip:a@b:99999",
    "sip:<a>@b",
    "sip:a@[::zz]",
  ];
  for (const to of bad) {
    assert.throws(() => agent.invite({ from: "1", to, sdp: "" }), {
      fault: "badParams",
      data: { param: "to" },
    });
  }
  assert.throws(
    () => agent.invite({ from: "a b", to: TO, sdp: "" }),
    { fault: "badParams", data: { param: "from" } },
  );
  for (const to of ["sips:a@10.0.0.2", "sip:a@10.0.0.2;transport=tcp"]) {
    assert.throws(() => agent.invite({ from: "1", to, sdp: "" }), {
      fault: "dialRefused",
    });
  }
  assert.deepEqual(agent.counts, NOTHING_LEFT);
});

Deno.test("what a URI says to put into headers is not put there", () => {
  const it = new CallingStage(`${TO}?Subject=free&Route=%3Csip:evil%3E`);
  assert.equal(it.invite.uri, TO);
  assert.equal(it.invite.headers.first("Subject"), null);
  assert.deepEqual(it.invite.headers.list("Route"), []);
});

Deno.test("Contact and Via say the advertised host where there is one", () => {
  const world = new SipWorld();
  const advertisedHost = "203.0.113.9";
  const agent = world.agent(AGENT.address, undefined, { advertisedHost });
  const phone = world.peer(PHONE, AGENT);
  const session = agent.invite({ from: "100", to: TO, sdp: "offer" });
  world.wind(10);
  const [invite] = phone.requests("INVITE");
  assert.equal(invite.via.host, advertisedHost);
  assert.equal(invite.headers.first("Contact"), "<sip:203.0.113.9:5060>");
  assert.equal(session.localAddress, advertisedHost);
});
