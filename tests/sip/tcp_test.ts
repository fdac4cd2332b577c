import assert from "node:assert/strict";
import fc from "fast-check";
import { SeededChance } from "../../runtime/base/chance.ts";
import { CtiError } from "../../runtime/base/fault.ts";
import { SILENT } from "../../runtime/base/log.ts";
import { concat, textOf, utf8 } from "../../runtime/base/bytes.ts";
import type { SocketAddress } from "../../runtime/net/datagram.ts";
import type {
  Accept,
  Connection,
  ConnectionUser,
} from "../../runtime/net/stream.ts";
import type { IncomingSession } from "../../runtime/sip/session.ts";
import { TcpTransport } from "../../runtime/sip/tcp_transport.ts";
import { UserAgent } from "../../runtime/sip/user_agent.ts";
import { mutation } from "../support/mutate.ts";
import {
  Ear,
  LONG_ENOUGH,
  message,
  NOTHING_LEFT,
  SipWorld,
} from "../support/sip_world.ts";
import { SPECIMENS } from "./specimens.ts";

const AGENT = { address: "10.0.0.1", port: 5060 };
const PHONE = { address: "10.0.0.2", port: 5060 };
const TO_AGENT = "sip:100@10.0.0.1;transport=tcp";
const IDLE = 600_000;

/** The far end of a connection that a test opens or takes. */
class Line implements ConnectionUser {
  text = "";
  isClosed = false;
  connection: Connection | null = null;

  opened(): void {}

  received(bytes: Uint8Array): void {
    this.text += textOf(bytes);
  }

  closed(): void {
    this.isClosed = true;
  }

  say(text: string | Uint8Array): void {
    const bytes = typeof text === "string" ? utf8(text) : text;
    this.connection?.send(bytes);
  }

  /** Start lines of the responses that came. */
  get statuses(): string[] {
    return this.text.match(/^SIP\/2.0 \d+/gm) ?? [];
  }
}

/** An agent that both transports reach. */
function agentIn(
  world: SipWorld,
  local: SocketAddress,
  onInvite: (session: IncomingSession) => void = () => {},
): UserAgent {
  const streams = world.streams.from(local.address);
  return world.agent(local.address, onInvite, { local, streams });
}

function dial(world: SipWorld, to = AGENT, from = PHONE.address): Line {
  const line = new Line();
  line.connection = world.streams.from(from).connect(to, line);
  world.wind(5);
  return line;
}

/** Listens where a phone would. */
function waitFor(world: SipWorld, at: SocketAddress): Line[] {
  const lines: Line[] = [];
  world.streams.from(at.address).listen(at, (connection) => {
    const line = new Line();
    line.connection = connection;
    lines.push(line);
    return line;
  });
  return lines;
}

function request(method: string, branch = "1", cseq = 1): string {
  return message(`${method} ${TO_AGENT} SIP/2.0`, [
    `Via: SIP/2.0/TCP 10.0.0.2:5070;branch=z9hG4bK${branch}`,
    "From: <sip:200@10.0.0.2>;tag=phone",
    "To: <sip:100@10.0.0.1>",
    "Call-ID: call-1",
    `CSeq: ${cseq} ${method}`,
    "Contact: <sip:200@10.0.0.2:5070;transport=tcp>",
  ]);
}

/** A call over TCP between two agents, answered. */
function call() {
  const world = new SipWorld();
  const sessions: IncomingSession[] = [];
  const agent = agentIn(world, AGENT, (session) => {
    sessions.push(session);
    ears.push(new Ear(session));
    session.ring();
    session.accept("answer");
  });
  const ears: Ear[] = [];
  const phone = agentIn(world, PHONE);
  const session = phone.invite({ from: "200", to: TO_AGENT, sdp: "offer" });
  const ear = new Ear(session);
  world.wind(20);
  return {
    world,
    agent,
    phone,
    session,
    ear,
    far: sessions[0],
    farEar: ears[0],
  };
}

type Call = ReturnType<typeof call>;

function atRest({ world, agent, phone }: Call): void {
  world.wind(LONG_ENOUGH);
  assert.deepEqual(agent.counts, NOTHING_LEFT);
  assert.deepEqual(phone.counts, NOTHING_LEFT);
  world.wind(IDLE);
  assert.deepEqual([world.streams.openEnds, world.clock.pending], [0, 0]);
}

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
  const agent = agentIn(world, AGENT);
  const to = "sip:200@10.0.0.2:5070;transport=tcp";
  const session = agent.invite({ from: "100", to, sdp: "offer" });
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
  const world = new SipWorld();
  agentIn(world, AGENT);
  const line = dial(world);
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

Deno.test("RFC 3261 §8.1.3.1: where nobody listens a call ends with 503, at once", () => {
  const world = new SipWorld();
  const agent = agentIn(world, AGENT);
  const to = "sip:200@10.0.0.2;transport=tcp";
  const ear = new Ear(agent.invite({ from: "100", to, sdp: "offer" }));
  assert.deepEqual(ear.heard, []);
  world.wind(10);
  assert.deepEqual(ear.heard, ["ended local 503"]);
  assert.deepEqual(agent.counts, NOTHING_LEFT);
  assert.equal(world.clock.pending, 0);
});

Deno.test("a request whose connection ends unanswered goes by another, once", () => {
  const world = new SipWorld();
  const lines = waitFor(world, PHONE);
  const agent = agentIn(world, AGENT);
  const to = "sip:200@10.0.0.2;transport=tcp";
  const ear = new Ear(agent.invite({ from: "100", to, sdp: "offer" }));
  world.wind(5);
  lines[0].connection?.cut();
  world.wind(5);
  assert.equal(lines.length, 2);
  assert.equal(lines[1].text, lines[0].text);
  assert.deepEqual(ear.heard, []);
  lines[1].connection?.cut();
  world.wind(5);
  assert.equal(lines.length, 2);
  assert.deepEqual(ear.heard, ["ended local 503"]);
  assert.deepEqual(agent.counts, NOTHING_LEFT);
  assert.equal(world.clock.pending, 0);
});

Deno.test("RFC 3261 §17.1.1.2: an INVITE that is proceeding waits on when its connection ends", () => {
  const world = new SipWorld();
  const phone = world.streams.from(PHONE.address);
  const agent = agentIn(world, AGENT);
  const lines = waitFor(world, PHONE);
  const to = "sip:200@10.0.0.2;transport=tcp";
  const ear = new Ear(agent.invite({ from: "100", to, sdp: "offer" }));
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

Deno.test("where nobody answers the attempt is given up after 5 s with 503", () => {
  const world = new SipWorld();
  world.streams.swallows = () => true;
  const agent = agentIn(world, AGENT);
  const to = "sip:200@10.0.0.2;transport=tcp";
  const ear = new Ear(agent.invite({ from: "100", to, sdp: "offer" }));
  world.wind(4999);
  assert.deepEqual(ear.heard, []);
  world.wind(2);
  assert.deepEqual(ear.heard, ["ended local 503"]);
  assert.deepEqual(agent.counts, NOTHING_LEFT);
  assert.equal(world.clock.pending, 0);
});

Deno.test("an agent that is closed hears nothing of what it could not send", () => {
  const world = new SipWorld();
  world.streams.swallows = () => true;
  const agent = agentIn(world, AGENT);
  const to = "sip:200@10.0.0.2;transport=tcp";
  const ear = new Ear(agent.invite({ from: "100", to, sdp: "offer" }));
  agent.close();
  world.wind(LONG_ENOUGH);
  assert.deepEqual(ear.heard, []);
  assert.equal(world.clock.pending, 0);
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
  const agent = agentIn(world, AGENT);
  const to = "sip:200@10.0.0.2;transport=TCP";
  const ear = new Ear(agent.invite({ from: "100", to, sdp: "offer" }));
  world.wind(32_100);
  assert.equal(lines[0].text.match(/^INVITE /gm)?.length, 1);
  assert.deepEqual(ear.heard, ["ended local 408"]);
});

Deno.test("RFC 3263 §4.1: a URI that names no transport goes by UDP", () => {
  const world = new SipWorld();
  const agent = agentIn(world, AGENT);
  agent.invite({ from: "100", to: "sip:200@10.0.0.2", sdp: "offer" });
  world.wind(10);
  assert.match(world.network.sent[0].text, /^INVITE /);
  assert.deepEqual(world.streams.attempts, []);
});

Deno.test("an agent that has TCP alone uses it for a URI that names no transport", () => {
  const world = new SipWorld();
  const agent = new UserAgent({
    clock: world.clock,
    chance: new SeededChance(1),
    log: SILENT,
    streams: world.streams.from(AGENT.address),
    local: AGENT,
    advertisedHost: null,
    routeTo: () => AGENT.address,
    resolve: () => Promise.resolve(null),
    onInvite: () => {},
  });
  assert.deepEqual(agent.transports, ["tcp"]);
  agent.invite({ from: "100", to: "sip:200@10.0.0.2", sdp: "offer" });
  world.wind(10);
  assert.deepEqual(world.streams.attempts, ["10.0.0.2:5060"]);
});

for (const to of ["sips:200@10.0.0.2", "sips:200@10.0.0.2;transport=tcp"]) {
  Deno.test(`RFC 3261 §26.2.2: ${to} is never called without TLS`, () => {
    const agent = agentIn(new SipWorld(), AGENT);
    assert.throws(
      () => agent.invite({ from: "100", to, sdp: "offer" }),
      (error) => error instanceof CtiError && error.fault === "dialRefused",
    );
  });
}

Deno.test("RFC 5626 §3.5.1: a ping is answered by a pong", () => {
  const world = new SipWorld();
  agentIn(world, AGENT);
  const line = dial(world);
  line.say("\r\n\r\n");
  line.say(`${request("OPTIONS")}\r\n\r\n`);
  world.wind(5);
  assert.ok(line.text.startsWith("\r\nSIP/2.0 200"));
  assert.ok(line.text.endsWith("\r\n\r\n\r\n"));
});

const BROKEN: [what: string, length: string, status: string][] = [
  ["no Content-Length", "X: 1", "SIP/2.0 400"],
  ["a negative Content-Length", "Content-Length: -5", "SIP/2.0 400"],
  ["two Content-Lengths", "l: 0\r\nl: 0", "SIP/2.0 400"],
  ["a Content-Length of 1 GB", "Content-Length: 1073741824", "SIP/2.0 513"],
  ["a head of 40 KiB", `X: ${"x".repeat(40_000)}`, "SIP/2.0 513"],
];
for (const [what, length, status] of BROKEN) {
  Deno.test(`RFC 3261 §18.3: a request with ${what} is answered with ${status}, and its connection closed`, () => {
    const world = new SipWorld();
    const agent = agentIn(world, AGENT);
    const line = dial(world);
    line.say(request("OPTIONS", "0"));
    line.say(request("OPTIONS").replace("Content-Length: 0", length));
    line.say(request("OPTIONS", "2"));
    world.wind(5);
    assert.deepEqual(line.statuses, ["SIP/2.0 200", status]);
    assert.ok(line.isClosed);
    world.wind(LONG_ENOUGH);
    assert.deepEqual(agent.counts, NOTHING_LEFT);
    assert.equal(world.clock.pending, 0);
  });
}

Deno.test("a message that cannot be read but measured leaves the connection as it is", () => {
  const world = new SipWorld();
  agentIn(world, AGENT);
  const line = dial(world);
  line.say(request("OPTIONS").replace("CSeq: 1", "CSeq: x"));
  line.say(request("OPTIONS", "2"));
  world.wind(5);
  assert.deepEqual(line.statuses, ["SIP/2.0 400", "SIP/2.0 200"]);
});

Deno.test("a message that does not end within 30 s ends its connection, however it drips", () => {
  const world = new SipWorld();
  agentIn(world, AGENT);
  const line = dial(world);
  line.say(request("OPTIONS"));
  world.wind(1000);
  for (const letter of "OPTIONS sip:100@10.0.0.1 SIP/2") {
    assert.equal(line.isClosed, false);
    line.say(letter);
    world.wind(1000);
  }
  world.wind(2);
  assert.ok(line.isClosed);
  assert.equal(world.clock.pending, 0);
});

Deno.test("a connection that says nothing ends after 30 s", () => {
  const world = new SipWorld();
  agentIn(world, AGENT);
  const line = dial(world);
  world.wind(29_000);
  assert.equal(line.isClosed, false);
  world.wind(1000);
  assert.ok(line.isClosed);
});

Deno.test("a connection without a message ends after 10 minutes; a ping keeps it", () => {
  const world = new SipWorld();
  agentIn(world, AGENT);
  const line = dial(world);
  line.say(request("OPTIONS"));
  world.wind(IDLE - 10_000);
  line.say("\r\n\r\n");
  world.wind(IDLE - 10_000);
  assert.equal(line.isClosed, false);
  world.wind(10_010);
  assert.ok(line.isClosed);
  assert.equal(world.clock.pending, 0);
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

Deno.test("ATTACKS: connections are limited for each address and in all, in both directions", () => {
  const world = new SipWorld();
  const transport = new TcpTransport({
    clock: world.clock,
    streams: world.streams.from(AGENT.address),
    local: AGENT,
    arrivals: {
      message() {},
      broken() {},
      disconnected() {},
      needs: () => false,
    },
    limits: { total: 3, perAddress: 2 },
  });
  const lines = ["10.0.0.2", "10.0.0.2", "10.0.0.2", "10.0.0.3", "10.0.0.4"]
    .map((from) => dial(world, AGENT, from));
  const refused = () => lines.map(({ isClosed }) => isClosed);
  assert.deepEqual(refused(), [false, false, true, false, true]);
  let lost = 0;
  transport.send(utf8("x"), { address: "10.0.0.2", port: 5060 }, () => lost++);
  assert.equal(lost, 0);
  world.wind(5);
  assert.equal(lost, 1);
  lines[0].connection?.cut();
  world.wind(5);
  assert.equal(transport.size, 2);
  assert.equal(dial(world, AGENT, "10.0.0.2").isClosed, false);
  transport.close();
  assert.equal(transport.size, 0);
  world.wind(5);
  assert.deepEqual([world.streams.openEnds, world.clock.pending], [0, 0]);
});

/** A transport, and what brings it connections. */
function bare(message: (transport: TcpTransport) => void = () => {}) {
  const world = new SipWorld();
  const transport: TcpTransport = new TcpTransport({
    clock: world.clock,
    streams: world.streams.from(AGENT.address),
    local: AGENT,
    arrivals: {
      message: () => message(transport),
      broken() {},
      disconnected() {},
      needs: () => false,
    },
  });
  return { world, transport };
}

Deno.test("what is sent keeps a connection as well as what comes", () => {
  const { world, transport } = bare();
  const lines = waitFor(world, PHONE);
  transport.send(utf8("one"), PHONE);
  world.wind(IDLE - 10_000);
  transport.send(utf8("two"), PHONE);
  world.wind(IDLE - 10_000);
  assert.deepEqual(lines.map(({ isClosed }) => isClosed), [false]);
  world.wind(10_010);
  assert.deepEqual(lines.map(({ isClosed }) => isClosed), [true]);
});

Deno.test("what follows in the same read is not taken once the transport is closed", () => {
  let messages = 0;
  const { world } = bare((transport) => {
    messages++;
    transport.close();
  });
  dial(world).say(request("OPTIONS") + request("OPTIONS"));
  world.wind(5);
  assert.equal(messages, 1);
});

Deno.test("a peer that comes again from the same port has lost its older connection", () => {
  const { clock, streams } = new SipWorld();
  const accepts: Accept[] = [];
  const transport = new TcpTransport({
    clock,
    streams: {
      ...streams.from(AGENT.address),
      listen(local, accept) {
        accepts.push(accept);
        return { local, close() {} };
      },
    },
    local: AGENT,
    arrivals: {
      message() {},
      broken() {},
      disconnected() {},
      needs: () => false,
    },
  });
  const users: (ConnectionUser | null)[] = [];
  const said: string[] = [];
  for (const name of ["older", "newer"]) {
    const end = () => {
      said.push(`${name} closed`);
      users[0]?.closed();
    };
    const send = () => void said.push(`${name} sent`);
    users.push(accepts[0]({ remote: PHONE, send, close: end, cut: end }));
  }
  transport.send(utf8("x"), PHONE);
  assert.deepEqual(said, ["older closed", "newer sent"]);
  assert.equal(transport.size, 1);
});

Deno.test("a stranger gets its 403 over TCP too, and nothing stays", () => {
  const world = new SipWorld();
  const agent = world.agent(AGENT.address, () => assert.fail(), {
    streams: world.streams.from(AGENT.address),
    acceptsFrom: () => false,
  });
  const line = dial(world);
  line.say(request("INVITE"));
  world.wind(5);
  assert.deepEqual(line.statuses, ["SIP/2.0 403"]);
  assert.deepEqual(agent.counts, NOTHING_LEFT);
});

Deno.test("port 0 is one port, free for UDP and for TCP", () => {
  const world = new SipWorld();
  const taken = world.network.bind({ ...AGENT, port: 50_000 }, () => {});
  const agent = agentIn(world, { ...AGENT, port: 0 });
  const { port } = agent.local;
  assert.equal(port, 50_001);
  assert.deepEqual(agent.transports, ["udp", "tcp"]);
  assert.equal(dial(world, { ...AGENT, port }).isClosed, false);
  assert.equal(dial(world, { ...AGENT, port: 50_000 }).isClosed, true);
  agent.close();
  taken.close();
});

Deno.test("where UDP is taken TCP is not left open, and the error says so", () => {
  const world = new SipWorld();
  const taken = world.network.bind(AGENT, () => {});
  assert.throws(() => agentIn(world, AGENT), Deno.errors.AddrInUse);
  taken.close();
  agentIn(world, AGENT).close();
});

Deno.test("5,000 mutated streams do nothing to an agent that it cannot undo", () => {
  const world = new SipWorld();
  const agent = agentIn(world, AGENT, (session) => {
    new Ear(session);
    session.ring();
    session.hangUp(486);
  });
  const specimens = fc.array(fc.constantFrom(...SPECIMENS), {
    minLength: 1,
    maxLength: 3,
  });
  fc.assert(
    fc.property(specimens, mutation, (texts, change) => {
      const line = dial(world);
      line.say(change(concat(texts.map(utf8))));
      world.wind(5);
      line.connection?.cut();
      world.wind(100);
      world.network.sent.length = 0;
    }),
    { numRuns: 5000, seed: 3261 },
  );
  world.wind(LONG_ENOUGH + IDLE);
  assert.deepEqual(agent.counts, NOTHING_LEFT);
  assert.deepEqual([world.streams.openEnds, world.clock.pending], [0, 0]);
});
