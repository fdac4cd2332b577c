import assert from "node:assert/strict";
import { textOf, utf8 } from "../../runtime/base/bytes.ts";
import { SeededChance } from "../../runtime/base/chance.ts";
import { HandClock } from "../../runtime/base/hand_clock.ts";
import type { Connection, ConnectionUser } from "../../runtime/net/stream.ts";
import { tcpStreams } from "../../runtime/net/tcp.ts";
import { webSocketStreams } from "../../runtime/net/websocket.ts";
import { MemoryStreams } from "../support/memory_streams.ts";

const SERVER = { address: "10.0.0.1", port: 80 };
const LARGEST = 1000;
const PARTS = {
  chance: new SeededChance(1),
  protocol: "sip",
  largest: LARGEST,
};

/** Remembers what it is told. */
class Side implements ConnectionUser {
  readonly told: string[] = [];
  connection: Connection | null = null;
  #waiting: [what: string, found: () => void][] = [];

  opened(): void {
    this.#tell("opened");
  }

  received(bytes: Uint8Array): void {
    this.#tell(textOf(bytes));
  }

  closed(): void {
    this.#tell("closed");
  }

  /** Resolves when it has been told so. */
  until(what: string): Promise<void> {
    if (this.told.includes(what)) return Promise.resolve();
    return new Promise((found) => this.#waiting.push([what, found]));
  }

  #tell(what: string): void {
    this.told.push(what);
    for (const [wanted, found] of this.#waiting) if (wanted === what) found();
  }
}

/** A server in memory, and what its connections are told. */
function stage() {
  const clock = new HandClock();
  const memory = new MemoryStreams(clock);
  const far = new Side();
  const server = webSocketStreams(memory.from(SERVER.address), PARTS);
  server.listen(SERVER, (connection) => {
    far.connection = connection;
    return far;
  });
  const raw = new Side();
  const dial = () => {
    raw.connection = memory.from("10.0.0.2").connect(SERVER, raw);
    clock.wind(5);
    return raw.connection;
  };
  return { clock, memory, far, raw, dial };
}

/** The same with a client of ours. */
function pair() {
  const { clock, memory, far } = stage();
  const near = new Side();
  const client = webSocketStreams(memory.from("10.0.0.2"), PARTS);
  const connection = client.connect(SERVER, near);
  return { clock, memory, near, far, connection };
}

Deno.test("RFC 6455 §1.2: messages cross whole in both directions, those sent before it is open too", () => {
  const { clock, near, far, connection } = pair();
  connection.send(utf8("early"));
  clock.wind(10);
  connection.send(utf8("one"));
  connection.send(utf8("two"));
  far.connection?.send(utf8("three"));
  clock.wind(5);
  assert.deepEqual(near.told, ["opened", "three"]);
  assert.deepEqual(far.told, ["early", "one", "two"]);
});

Deno.test("RFC 6455 §7.1.1: an end at one side is told to the other, and nothing stays", () => {
  const { clock, memory, near, far, connection } = pair();
  clock.wind(10);
  connection.close();
  clock.wind(5);
  assert.deepEqual([near.told, far.told], [["opened", "closed"], ["closed"]]);
  assert.deepEqual([memory.openEnds, clock.pending], [0, 0]);
});

Deno.test("RFC 6455 §10.4: a message past the limit ends the connection", () => {
  const { clock, far, connection } = pair();
  clock.wind(10);
  connection.send(utf8("x".repeat(LARGEST)));
  connection.send(utf8("x".repeat(LARGEST + 1)));
  clock.wind(5);
  assert.deepEqual(far.told, ["x".repeat(LARGEST), "closed"]);
});

Deno.test("what was sent is told as lost where nobody speaks WebSocket", async () => {
  const clock = new HandClock();
  const memory = new MemoryStreams(clock);
  memory.from(SERVER.address).listen(SERVER, (connection) => ({
    opened() {},
    received: () => connection.send(utf8("HTTP/1.1 404 Not Found\r\n\r\n")),
    closed() {},
  }));
  const near = new Side();
  const client = webSocketStreams(memory.from("10.0.0.2"), PARTS);
  const lost = Promise.withResolvers<void>();
  client.connect(SERVER, near).send(utf8("hello"), lost.resolve);
  clock.wind(20);
  await lost.promise;
  assert.deepEqual(near.told, ["closed"]);
});

const HEADS: [what: string, words: string, answer: RegExp][] = [
  ["SIP instead of HTTP", "OPTIONS sip:a SIP/2.0\r\n\r\n", /^HTTP\/1.1 400/],
  ["an ordinary GET", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", /^HTTP\/1.1 426/],
  ["a head of 9 KB", `GET / HTTP/1.1\r\nX: ${"x".repeat(9000)}`, /^$/],
  ["a head of 9 KB, é by é", `GET /${"é".repeat(4500)}`, /^$/],
];
for (const [what, words, answer] of HEADS) {
  Deno.test(`RFC 6455 §4.2: ${what} ends the connection`, () => {
    const { clock, memory, raw, dial } = stage();
    const connection = dial();
    for (const byte of utf8(words)) connection.send(Uint8Array.of(byte));
    clock.wind(5);
    const said = raw.told.filter((word) => !/^(opened|closed)$/.test(word));
    assert.match(said.join(""), answer);
    assert.equal(raw.told.at(-1), "closed");
    assert.deepEqual([memory.openEnds, clock.pending], [0, 0]);
  });
}

Deno.test("a connection that nobody wants is refused", () => {
  const clock = new HandClock();
  const memory = new MemoryStreams(clock);
  const server = webSocketStreams(memory.from(SERVER.address), PARTS);
  server.listen(SERVER, () => null);
  const near = new Side();
  memory.from("10.0.0.2").connect(SERVER, near);
  clock.wind(5);
  assert.deepEqual(near.told, ["closed"]);
});

Deno.test("RFC 6455: the WebSocket of this system talks to our server", async () => {
  const far = new Side();
  const clock = new HandClock();
  const streams = webSocketStreams(tcpStreams(clock), PARTS);
  const local = { address: "127.0.0.1", port: 0 };
  const listener = streams.listen(local, (connection) => {
    far.connection = connection;
    return far;
  });
  const socket = new WebSocket(`ws://127.0.0.1:${listener.local.port}`, "sip");
  const [opened, heard, closed] = [0, 1, 2].map(() =>
    Promise.withResolvers<string>()
  );
  socket.onopen = () => opened.resolve(socket.protocol);
  socket.onmessage = ({ data }) => heard.resolve(data);
  socket.onclose = ({ code }) => closed.resolve(`${code}`);
  assert.equal(await opened.promise, "sip");
  socket.send("text");
  socket.send(utf8("bytes"));
  await far.until("bytes");
  far.connection?.send(utf8("back"));
  assert.equal(await heard.promise, "back");
  far.connection?.close();
  assert.equal(await closed.promise, "1000");
  assert.deepEqual(far.told, ["text", "bytes", "closed"]);
  listener.close();
});

Deno.test("RFC 6455: our client talks to the WebSocket server of this system", async () => {
  const said: string[] = [];
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    (request) => {
      const upgrade = Deno.upgradeWebSocket(request, { protocol: "sip" });
      upgrade.socket.onmessage = ({ data }) => {
        said.push(data);
        upgrade.socket.send(`heard ${data}`);
      };
      return upgrade.response;
    },
  );
  const near = new Side();
  const streams = webSocketStreams(tcpStreams(new HandClock()), PARTS);
  const remote = { address: "127.0.0.1", port: server.addr.port };
  const connection = streams.connect(remote, near);
  connection.send(utf8("first"));
  await near.until("heard first");
  connection.send(utf8("second"));
  await near.until("heard second");
  connection.close();
  await near.until("closed");
  assert.deepEqual(said, ["first", "second"]);
  await server.shutdown();
});
