import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { SeededChance } from "../../runtime/base/chance.ts";
import { textOf, utf8 } from "../../runtime/base/bytes.ts";
import type { DatagramSocket } from "../../runtime/net/datagram.ts";
import { obstacleToLibc } from "../../runtime/net/libc.ts";
import { LibcDatagrams } from "../../runtime/net/libc_datagrams.ts";

const LOOPBACK = "127.0.0.1";
/** Another address of loopback: Linux has the whole of 127.0.0.0/8. */
const OTHER_LOOPBACK = "127.0.0.2";
/** What the core has room for. */
const BUFFER_BYTES = 8192;
/** What is taken of one socket at one poll. */
const MOST_AT_ONCE = 16;

/** Sockets of libc, and a way to wait for what comes. */
class World {
  readonly datagrams: LibcDatagrams;
  readonly come: string[] = [];
  readonly #sockets: DatagramSocket[] = [];

  constructor(isStamped = false) {
    const buffer = new Uint8Array(BUFFER_BYTES);
    this.datagrams = new LibcDatagrams(buffer, { isStamped });
  }

  /** What comes is written down with where it came from. */
  bind(port: number, address = LOOPBACK): DatagramSocket {
    const socket = this.datagrams.bind({ address, port }, (bytes, from) => {
      this.come.push(`${textOf(bytes)} from ${from.address}:${from.port}`);
    });
    this.#sockets.push(socket);
    return socket;
  }

  async until(done: () => boolean): Promise<void> {
    for (this.datagrams.poll(); !done(); this.datagrams.poll()) {
      await setImmediate();
    }
  }

  async comes(count: number): Promise<string[]> {
    await this.until(() => this.come.length >= count);
    return this.come.splice(0);
  }

  close(): void {
    for (const socket of this.#sockets) socket.close();
    this.datagrams.close();
  }
}

function test(
  name: string,
  act: (world: World) => Promise<void> | void,
  isStamped = false,
): void {
  Deno.test(name, async () => {
    const world = new World(isStamped);
    try {
      await act(world);
    } finally {
      world.close();
    }
  });
}

function say(from: DatagramSocket, text: string, to: DatagramSocket): void {
  from.send(utf8(text), to.local);
}

Deno.test("here libc can be used", () => {
  assert.equal(obstacleToLibc(), null);
});

test("a connected socket takes from its peer alone", async (world) => {
  const [own, peer, stranger] = [21_100, 21_102, 21_104].map((port) =>
    world.bind(port)
  );
  own.connect(peer.local);
  say(stranger, "let me in", own);
  say(peer, "it is me", own);
  say(own, "welcome", peer);
  assert.deepEqual(await world.comes(2), [
    "it is me from 127.0.0.1:21102",
    "welcome from 127.0.0.1:21100",
  ]);
});

test("what waited before a socket was connected comes from whom it came", async (world) => {
  const [own, peer, stranger] = [21_100, 21_102, 21_104].map((port) =>
    world.bind(port)
  );
  say(peer, "1", own);
  say(stranger, "2", own);
  say(peer, "3", own);
  own.connect(peer.local);
  say(stranger, "4", own);
  say(peer, "5", own);
  const first = "from 127.0.0.1:21102";
  assert.deepEqual(await world.comes(4), [
    `1 ${first}`,
    "2 from 127.0.0.1:21104",
    `3 ${first}`,
    `5 ${first}`,
  ]);
  say(peer, "6", own);
  assert.deepEqual(await world.comes(1), [`6 ${first}`]);
});

test("a socket is connected anew and disconnected, and keeps its port", async (world) => {
  const [own, peer, other] = [21_100, 21_102, 21_104].map((port) =>
    world.bind(port)
  );
  own.connect(peer.local);
  own.connect(other.local);
  say(peer, "old", own);
  say(other, "new", own);
  assert.deepEqual(await world.comes(1), ["new from 127.0.0.1:21104"]);
  own.connect(null);
  say(peer, "anybody", own);
  assert.deepEqual(await world.comes(1), ["anybody from 127.0.0.1:21102"]);
});

test("a connected peer is told of as the object it was connected to", async (world) => {
  const peer = world.bind(21_102);
  const from: unknown[] = [];
  const local = { address: LOOPBACK, port: 21_100 };
  const own = world.datagrams.bind(local, (_, who) => void from.push(who));
  const known = { ...peer.local };
  own.connect(known);
  for (let i = 0; i < 3; i++) {
    say(peer, "hello", own);
    await world.until(() => from.length > i);
  }
  assert.equal(from[2], known);
  own.close();
});

for (
  const [to, connected] of [[LOOPBACK, true], [OTHER_LOOPBACK, false]] as const
) {
  test(
    `bound to all addresses, a peer that sends to ${to} is ${
      connected ? "" : "not "
    }connected to`,
    async (world) => {
      const own = world.bind(21_100, "0.0.0.0");
      const [peer, stranger] = [world.bind(21_102), world.bind(21_104)];
      const target = { address: to, port: 21_100 };
      peer.send(utf8("first"), target);
      await world.comes(1);
      own.connect(peer.local);
      stranger.send(utf8("let me in"), target);
      peer.send(utf8("second"), target);
      const stranded = connected ? [] : ["let me in from 127.0.0.1:21104"];
      const expected = [...stranded, "second from 127.0.0.1:21102"];
      assert.deepEqual(await world.comes(expected.length), expected);
    },
  );
}

test("a flooded socket does not hold up the others, and keeps its order", async (world) => {
  const [flooded, quiet, sender] = [21_100, 21_102, 21_104].map((port) =>
    world.bind(port)
  );
  for (let i = 0; i < 40; i++) say(sender, `${i}`, flooded);
  say(sender, "quiet", quiet);
  const flood = Array.from(
    { length: 40 },
    (_, i) => `${i} from 127.0.0.1:21104`,
  );
  world.datagrams.poll();
  assert.equal(world.come.length, MOST_AT_ONCE + 1);
  assert.ok(world.come.includes("quiet from 127.0.0.1:21104"));
  const all = await world.comes(41);
  assert.deepEqual(all.filter((what) => !what.startsWith("quiet")), flood);
});

test("what is longer than the buffer is nothing, and counted", async (world) => {
  const [own, peer] = [world.bind(21_100), world.bind(21_102)];
  for (const length of [BUFFER_BYTES + 1, 65_000]) {
    peer.send(new Uint8Array(length), own.local);
    assert.deepEqual(await world.comes(1), [" from 127.0.0.1:21102"]);
  }
  own.connect(peer.local);
  for (let i = 0; i < 2; i++) {
    peer.send(new Uint8Array(BUFFER_BYTES + 1), own.local);
    assert.deepEqual(await world.comes(1), [" from 127.0.0.1:21102"]);
  }
  assert.deepEqual(world.datagrams.errors, { EMSGSIZE: 4 });
  peer.send(new Uint8Array(BUFFER_BYTES), own.local);
  const [largest] = await world.comes(1);
  assert.equal(largest.indexOf(" from"), BUFFER_BYTES);
});

test("a peer that is gone is counted, and heard when it is back", async (world) => {
  const [own, gone] = [world.bind(21_100), world.bind(21_102)];
  own.connect(gone.local);
  gone.close();
  for (let i = 0; i < 5; i++) {
    own.send(utf8("anybody?"), gone.local);
    world.datagrams.poll();
  }
  const { ECONNREFUSED } = world.datagrams.errors;
  assert.ok(ECONNREFUSED >= 1 && ECONNREFUSED <= 10, `${ECONNREFUSED}`);
  const back = world.bind(21_102);
  say(own, "there you are", back);
  say(back, "here I am", own);
  assert.deepEqual((await world.comes(2)).sort(), [
    "here I am from 127.0.0.1:21102",
    "there you are from 127.0.0.1:21100",
  ]);
});

test("a socket that is closed while others are taken is not touched", async (world) => {
  const sender = world.bind(21_104);
  const sockets: DatagramSocket[] = [];
  let taken = 0;
  for (const port of [21_100, 21_102]) {
    const local = { address: LOOPBACK, port };
    sockets.push(world.datagrams.bind(local, () => {
      taken++;
      for (const socket of sockets) socket.close();
      world.bind(21_106);
    }));
  }
  for (const socket of [...sockets, ...sockets]) say(sender, "x", socket);
  await world.until(() => taken > 0);
  world.datagrams.poll();
  assert.equal(taken, 1);
});

test("a socket that is closed by what waited before it was connected is not touched", async (world) => {
  const peer = world.bind(21_102);
  let taken = 0;
  const local = { address: LOOPBACK, port: 21_100 };
  const own = world.datagrams.bind(local, () => {
    taken++;
    own.close();
    // It gets the descriptor that has just become free.
    say(peer, "for another", world.bind(21_104));
  });
  for (let i = 0; i < 3; i++) say(peer, "x", own);
  own.connect(peer.local);
  assert.deepEqual(await world.comes(1), ["for another from 127.0.0.1:21102"]);
  assert.equal(taken, 1);
  assert.deepEqual(world.datagrams.errors, {});
});

test("the kernel says when a datagram came", async (world) => {
  const stamps: number[] = [];
  const local = { address: LOOPBACK, port: 21_100 };
  const own = world.datagrams.bind(
    local,
    () => void stamps.push(world.datagrams.stamp),
  );
  const peer = world.bind(21_102);
  const before = Date.now();
  for (let i = 0; i < 3; i++) say(peer, "now", own);
  const after = Date.now() + 1;
  await world.until(() => stamps.length === 3);
  const inOrder = [before, ...stamps, after];
  assert.deepEqual(inOrder.toSorted((a, b) => a - b), inOrder);
  own.close();
}, true);

test("without being asked it does not", async (world) => {
  const [own, peer] = [world.bind(21_100), world.bind(21_102)];
  say(peer, "now", own);
  await world.comes(1);
  assert.ok(Number.isNaN(world.datagrams.stamp));
});

test("random datagrams of any length arrive byte for byte", async (world) => {
  const chance = new SeededChance(11);
  const got: Uint8Array[] = [];
  const local = { address: LOOPBACK, port: 21_100 };
  const own = world.datagrams.bind(
    local,
    (bytes) => void got.push(bytes.slice()),
  );
  const peer = world.bind(21_102);
  for (let i = 0; i < 300; i++) {
    if (i === 150) own.connect(peer.local);
    const length = chance.integer(BUFFER_BYTES + 1);
    const sent = Uint8Array.from({ length }, () => chance.integer(256));
    peer.send(sent, own.local);
    await world.until(() => got.length > i);
    assert.deepEqual(got[i], sent);
  }
  own.close();
});
