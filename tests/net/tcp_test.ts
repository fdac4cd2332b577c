import assert from "node:assert/strict";
import { textOf, utf8 } from "../../runtime/base/bytes.ts";
import { HandClock } from "../../runtime/base/hand_clock.ts";
import type { SocketAddress } from "../../runtime/net/datagram.ts";
import type {
  Connection,
  ConnectionUser,
  Listener,
} from "../../runtime/net/stream.ts";
import { tcpStreams } from "../../runtime/net/tcp.ts";
import { TcpConnection } from "../../runtime/net/tcp_connection.ts";

const LOOPBACK = { address: "127.0.0.1", port: 0 };

/** One side of a connection, which remembers all that it is told. */
class Side implements ConnectionUser {
  readonly told: string[] = [];
  #waiting: [fits: () => boolean, found: () => void][] = [];

  /** Everything received so far. */
  text = "";

  opened(): void {
    this.#tell("opened");
  }

  received(bytes: Uint8Array): void {
    this.text += textOf(bytes);
    this.#tell("received");
    // The buffer belongs to the connection: it is used again.
    bytes.fill(0);
  }

  closed(): void {
    this.#tell("closed");
  }

  until(fits: () => boolean): Promise<void> {
    if (fits()) return Promise.resolve();
    return new Promise((found) => this.#waiting.push([fits, found]));
  }

  get isClosed(): boolean {
    return this.told.includes("closed");
  }

  #tell(what: string): void {
    this.told.push(what);
    for (const [fits, found] of this.#waiting) if (fits()) found();
  }
}

interface Pair {
  readonly clock: HandClock;
  readonly listener: Listener;
  readonly near: Side;
  readonly far: Side;
  readonly nearConnection: Connection;
  readonly farConnection: Connection;
  end(): Promise<void>;
}

/** Two sides of one connection over loopback. */
async function pair(): Promise<Pair> {
  const clock = new HandClock();
  const streams = tcpStreams(clock);
  const [near, far] = [new Side(), new Side()];
  const accepted = Promise.withResolvers<Connection>();
  const listener = streams.listen(LOOPBACK, (connection) => {
    accepted.resolve(connection);
    return far;
  });
  const nearConnection = streams.connect(listener.local, near);
  const farConnection = await accepted.promise;
  await near.until(() => near.told.includes("opened"));
  const end = async () => {
    nearConnection.cut();
    farConnection.cut();
    listener.close();
    await near.until(() => near.isClosed);
    await far.until(() => far.isClosed);
    assert.equal(clock.pending, 0);
  };
  return { clock, listener, near, far, nearConnection, farConnection, end };
}

Deno.test("bytes cross in their order, in both directions", async () => {
  const it = await pair();
  const texts = Array.from({ length: 100 }, (_, n) => `message ${n}\n`);
  for (const text of texts) it.nearConnection.send(utf8(text));
  it.farConnection.send(utf8("answer"));
  await it.far.until(() => it.far.text === texts.join(""));
  await it.near.until(() => it.near.text === "answer");
  await it.end();
});

Deno.test("what is sent before it is open leaves when it is", async () => {
  const clock = new HandClock();
  const streams = tcpStreams(clock);
  const far = new Side();
  const listener = streams.listen(LOOPBACK, () => far);
  const near = new Side();
  const connection = streams.connect(listener.local, near);
  connection.send(utf8("early"));
  assert.deepEqual(near.told, []);
  await far.until(() => far.text === "early");
  connection.close();
  await far.until(() => far.isClosed);
  listener.close();
});

Deno.test("each side knows the other's address", async () => {
  const it = await pair();
  assert.deepEqual(it.nearConnection.remote, it.listener.local);
  assert.equal(it.farConnection.remote.address, "127.0.0.1");
  assert.ok(it.listener.local.port > 0);
  await it.end();
});

Deno.test("what was sent before close still leaves, and the other side is told of the end", async () => {
  const it = await pair();
  const large = "x".repeat(300_000);
  it.nearConnection.send(utf8(large));
  it.nearConnection.close();
  assert.deepEqual(it.near.told, ["opened", "closed"]);
  await it.far.until(() => it.far.isClosed);
  assert.equal(it.far.text, large);
  await it.end();
});

Deno.test("RFC 2525 §2.17: a last word is heard although the peer talks on", async () => {
  const it = await pair();
  it.farConnection.send(utf8("x".repeat(500_000)));
  await it.near.until(() => it.near.text.length > 0);
  it.nearConnection.send(utf8("last word"));
  it.nearConnection.close();
  await it.far.until(() => it.far.isClosed);
  assert.equal(it.far.text, "last word");
  await it.end();
});

Deno.test("after its end nothing is sent or told, and the sender hears that it is lost", async () => {
  const it = await pair();
  it.nearConnection.close();
  it.nearConnection.close();
  it.nearConnection.cut();
  const lost = Promise.withResolvers<void>();
  let returned = false;
  it.nearConnection.send(utf8("ghost"), () => {
    assert.ok(returned);
    lost.resolve();
  });
  returned = true;
  await lost.promise;
  await it.far.until(() => it.far.isClosed);
  assert.deepEqual([it.near.told, it.far.text], [["opened", "closed"], ""]);
  await it.end();
});

Deno.test("a peer that reads may be sent any amount", async () => {
  const it = await pair();
  const piece = "x".repeat(100_000);
  for (let sent = 1; sent <= 25; sent++) {
    it.nearConnection.send(utf8(piece));
    await it.far.until(() => it.far.text.length === sent * piece.length);
  }
  await it.end();
});

Deno.test("a peer that does not read is cut off, and what waited is lost", async () => {
  const clock = new HandClock();
  const server = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = server.addr;
  const near = new Side();
  const connection = tcpStreams(clock).connect({ ...LOOPBACK, port }, near);
  const deaf = await server.accept();
  await near.until(() => near.told.includes("opened"));
  let lost = 0;
  const piece = new Uint8Array(100_000);
  for (let sent = 0; sent < 20; sent++) connection.send(piece, () => lost++);
  await near.until(() => near.isClosed);
  await Promise.resolve();
  assert.equal(lost, 20);
  assert.equal(clock.pending, 0);
  deaf.close();
  server.close();
});

/** What the system has of a peer that takes nothing and says nothing. */
function deafSocket() {
  const never = Promise.withResolvers<never>();
  const socket = {
    read: () => never.promise,
    write: () => never.promise,
    setNoDelay() {},
    setKeepAlive() {},
    close: () => never.reject(new Deno.errors.BadResource()),
  };
  return socket as unknown as Deno.TcpConn;
}

Deno.test("a peer that takes nothing for 15 s is cut off", async () => {
  const clock = new HandClock();
  const near = new Side();
  const connection = new TcpConnection(clock, LOOPBACK, () => near);
  connection.open(deafSocket());
  const lost = Promise.withResolvers<void>();
  connection.send(utf8("hello"), lost.resolve);
  clock.wind(14_999);
  assert.equal(near.isClosed, false);
  clock.wind(1);
  await lost.promise;
  assert.deepEqual(near.told, ["closed"]);
  assert.equal(clock.pending, 0);
});

Deno.test("a last word that nobody takes ends after a second", async () => {
  const clock = new HandClock();
  const near = new Side();
  const connection = new TcpConnection(clock, LOOPBACK, () => near);
  connection.open(deafSocket());
  const lost = Promise.withResolvers<void>();
  connection.send(utf8("bye"), lost.resolve);
  connection.close();
  clock.wind(1000);
  await lost.promise;
  assert.deepEqual(near.told, ["closed"]);
  assert.equal(clock.pending, 0);
});

Deno.test("an address where nobody listens ends the attempt, and what waited is lost", async () => {
  const clock = new HandClock();
  const nobody = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = nobody.addr;
  nobody.close();
  const near = new Side();
  const connection = tcpStreams(clock).connect({ ...LOOPBACK, port }, near);
  const lost = Promise.withResolvers<void>();
  connection.send(utf8("hello"), lost.resolve);
  await lost.promise;
  assert.deepEqual(near.told, ["closed"]);
});

Deno.test("an attempt can be given up", async () => {
  const clock = new HandClock();
  const streams = tcpStreams(clock);
  const listener = streams.listen(LOOPBACK, () => null);
  const near = new Side();
  const connection = streams.connect(listener.local, near);
  const lost = Promise.withResolvers<void>();
  connection.send(utf8("hello"), lost.resolve);
  connection.cut();
  await lost.promise;
  assert.deepEqual(near.told, ["closed"]);
  listener.close();
});

Deno.test("a connection that is refused ends", async () => {
  const streams = tcpStreams(new HandClock());
  const listener = streams.listen(LOOPBACK, () => null);
  const near = new Side();
  streams.connect(listener.local, near);
  await near.until(() => near.isClosed);
  listener.close();
});

Deno.test("a port that is taken is said so", () => {
  const streams = tcpStreams(new HandClock());
  const listener = streams.listen(LOOPBACK, () => null);
  assert.throws(
    () => streams.listen(listener.local, () => null),
    Deno.errors.AddrInUse,
  );
  listener.close();
  listener.close();
});

Deno.test("connections outlive their listener", async () => {
  const it = await pair();
  it.listener.close();
  it.nearConnection.send(utf8("still here"));
  await it.far.until(() => it.far.text === "still here");
  await it.end();
});

Deno.test("a mistake of the receiver is reported and the connection lives on", async () => {
  const mistakes: unknown[] = [];
  const note = (event: ErrorEvent) => {
    event.preventDefault();
    mistakes.push(event.error.message);
  };
  globalThis.addEventListener("error", note);
  const it = await pair();
  const take = it.far.received.bind(it.far);
  it.far.received = (bytes) => {
    it.far.received = take;
    take(bytes);
    throw new TypeError("ours");
  };
  it.nearConnection.send(utf8("bad"));
  await it.far.until(() => it.far.text === "bad");
  it.nearConnection.send(utf8("good"));
  await it.far.until(() => it.far.text === "badgood");
  assert.deepEqual(mistakes, ["ours"]);
  globalThis.removeEventListener("error", note);
  await it.end();
});

/** A socket that no connection of ours stands behind. */
function bare({ address, port }: SocketAddress): Promise<Deno.TcpConn> {
  return Deno.connect({ hostname: address, port });
}

Deno.test("a peer that vanishes in the middle of a word is told as closed", async () => {
  const far = new Side();
  const listener = tcpStreams(new HandClock()).listen(LOOPBACK, () => far);
  const socket = await bare(listener.local);
  await socket.write(utf8("INVI"));
  socket.close();
  await far.until(() => far.isClosed);
  assert.equal(far.text, "INVI");
  listener.close();
});

Deno.test("RFC 3493 §3.7: who comes by IPv4 to a socket of IPv6 has an address of IPv4", async () => {
  const accepted = Promise.withResolvers<Connection>();
  const far = new Side();
  const any = { address: "::", port: 0 };
  const listener = tcpStreams(new HandClock()).listen(any, (connection) => {
    accepted.resolve(connection);
    return far;
  });
  const address = "127.0.0.1";
  const socket = await bare({ ...listener.local, address });
  assert.equal((await accepted.promise).remote.address, address);
  socket.close();
  await far.until(() => far.isClosed);
  listener.close();
});
