import assert from "node:assert/strict";
import { textOf, utf8 } from "../../runtime/base/bytes.ts";
import { HandClock } from "../../runtime/base/hand_clock.ts";
import { type Log, SILENT } from "../../runtime/base/log.ts";
import type { UnixSeconds } from "../../runtime/base/units.ts";
import { type Identity, selfSigned } from "../../runtime/net/self_signed.ts";
import type {
  Connection,
  ConnectionUser,
  Listener,
} from "../../runtime/net/stream.ts";
import { tcpStreams } from "../../runtime/net/tcp.ts";
import { tlsStreams } from "../../runtime/net/tls.ts";

const LOOPBACK = { address: "127.0.0.1", port: 0 };
const NOW = Math.floor(Date.now() / 1000) as UnixSeconds;
const NODE = await selfSigned(["node.example", "127.0.0.1"], NOW);
const STRANGER = await selfSigned(["node.example"], NOW);
const YEARS = 365 * 86_400;
const EXPIRED = await selfSigned(
  ["node.example"],
  NOW - 11 * YEARS as UnixSeconds,
);

/** One side of a connection, which remembers all that it is told. */
class Side implements ConnectionUser {
  text = "";
  isOpen = false;
  isClosed = false;
  #waiting: [fits: () => boolean, found: () => void][] = [];

  opened(): void {
    this.isOpen = true;
    this.#tell();
  }

  received(bytes: Uint8Array): void {
    this.text += textOf(bytes);
    this.#tell();
  }

  closed(): void {
    assert.ok(!this.isClosed);
    this.isClosed = true;
    this.#tell();
  }

  until(fits: () => boolean): Promise<void> {
    if (fits()) return Promise.resolve();
    return new Promise((found) => this.#waiting.push([fits, found]));
  }

  ended(): Promise<void> {
    return this.until(() => this.isClosed);
  }

  #tell(): void {
    for (const [fits, found] of this.#waiting) if (fits()) found();
  }
}

/** A server that shows `identity`. */
class Server {
  readonly clock = new HandClock();
  /** What the first connection is told. */
  readonly side = new Side();
  readonly #sides = [this.side];
  readonly accepted = Promise.withResolvers<Connection>();
  readonly listener: Listener;

  constructor(identity: Identity) {
    const parts = { identity, roots: [], log: SILENT };
    const streams = tlsStreams(tcpStreams(this.clock), parts);
    this.listener = streams.listen(LOOPBACK, (connection) => {
      this.accepted.resolve(connection);
      return this.#sides.pop() ?? new Side();
    });
  }

  /** A client that trusts `roots` and wants to reach `name`. */
  dial(name: string, roots: readonly string[]) {
    const said: string[] = [];
    const log: Log = {
      ...SILENT,
      warn: (_, fields) => void said.push(`${fields?.error}`),
    };
    const near = new Side();
    const parts = { identity: STRANGER, roots, log };
    const streams = tlsStreams(tcpStreams(this.clock), parts);
    const remote = { ...this.listener.local, name };
    return { near, said, connection: streams.connect(remote, near) };
  }

  async close(): Promise<void> {
    this.listener.close();
    await this.side.ended();
    assert.equal(this.clock.pending, 0);
  }
}

Deno.test("RFC 5922 §7: what is sent crosses in both directions once the certificate is good", async () => {
  for (const name of ["node.example", "127.0.0.1"]) {
    const server = new Server(NODE);
    const { near, connection } = server.dial(name, [NODE.cert]);
    connection.send(utf8("early "));
    const far = await server.accepted.promise;
    await near.until(() => near.isOpen);
    connection.send(utf8("late"));
    const { side } = server;
    await side.until(() => side.text === "early late");
    far.send(utf8("back"));
    await near.until(() => near.text === "back");
    connection.close();
    assert.ok(near.isClosed);
    await server.close();
  }
});

const BAD: [what: string, shown: Identity, name: string, trusted: string][] = [
  ["of a signer that nobody knows", STRANGER, "node.example", NODE.cert],
  ["for somebody else", NODE, "other.example", NODE.cert],
  ["for another address", NODE, "127.0.0.2", NODE.cert],
  ["that has expired", EXPIRED, "node.example", EXPIRED.cert],
];
for (const [what, shown, name, trusted] of BAD) {
  Deno.test(`RFC 5922 §7.3: a certificate ${what} ends the connection, nothing is sent, and the log says why`, async () => {
    const server = new Server(shown);
    const { near, said, connection } = server.dial(name, [trusted]);
    const lost = Promise.withResolvers<void>();
    connection.send(utf8("secret"), lost.resolve);
    await lost.promise;
    await near.ended();
    assert.equal(near.isOpen, false);
    await server.close();
    assert.equal(server.side.text, "");
    assert.equal(said.length, 1, `${said}`);
  });
}

Deno.test("a large message crosses whole, and what was sent before the end still arrives", async () => {
  const server = new Server(NODE);
  const { connection } = server.dial("node.example", [NODE.cert]);
  const large = "x".repeat(300_000);
  connection.send(utf8(large));
  const { side } = server;
  await side.until(() => side.text === large);
  const last = "y".repeat(50_000);
  connection.send(utf8(last));
  connection.close();
  await server.close();
  assert.equal(side.text, large + last);
});

Deno.test("after its end nothing is sent, and the sender hears that it is lost", async () => {
  const server = new Server(NODE);
  const { near, connection } = server.dial("node.example", [NODE.cert]);
  await near.until(() => near.isOpen);
  connection.close();
  connection.close();
  const lost = Promise.withResolvers<void>();
  connection.send(utf8("ghost"), lost.resolve);
  await lost.promise;
  await server.close();
  assert.equal(server.side.text, "");
});

const NO_TLS: [what: string, words: string | null][] = [
  ["speaks SIP without TLS", "OPTIONS sip:a@b SIP/2.0\r\n\r\n"],
  ["goes away at once", null],
];
for (const [what, words] of NO_TLS) {
  Deno.test(`a peer that ${what} is told as closed, and the next is served`, async () => {
    const server = new Server(NODE);
    const { address: hostname, port } = server.listener.local;
    const socket = await Deno.connect({ hostname, port });
    if (words) await socket.write(utf8(words));
    else socket.close();
    await server.side.ended();
    if (words) socket.close();
    const { near, connection } = server.dial("node.example", [NODE.cert]);
    await near.until(() => near.isOpen);
    connection.cut();
    await server.close();
  });
}

const USELESS: [what: string, identity: Identity, roots: string[]][] = [
  ["what is no certificate", { ...NODE, cert: "nothing" }, []],
  ["what is no key", { ...NODE, key: "nothing" }, []],
  ["another's key", { ...NODE, key: STRANGER.key }, []],
  ["a root that is none", NODE, ["nothing"]],
];
for (const [what, identity, roots] of USELESS) {
  Deno.test(`${what} is refused at once`, () => {
    const under = tcpStreams(new HandClock());
    assert.throws(() => tlsStreams(under, { identity, roots, log: SILENT }));
  });
}
