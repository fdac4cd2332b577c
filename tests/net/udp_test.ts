import assert from "node:assert/strict";
import { utf8 } from "../../runtime/base/bytes.ts";
import type { SocketAddress } from "../../runtime/net/datagram.ts";
import { type Backend, testDatagrams } from "../support/datagram_backends.ts";

const LOOPBACK = "127.0.0.1";

function nobody(): void {}

function bindTo({ datagrams }: Backend, port: number, receive = nobody) {
  return datagrams.bind({ address: LOOPBACK, port }, receive);
}

/** A socket that gives what comes, one datagram at a time. */
function mailbox({ datagrams, until }: Backend, port: number) {
  const come: [string, SocketAddress][] = [];
  const socket = datagrams.bind({ address: LOOPBACK, port }, (bytes, from) => {
    come.push([new TextDecoder().decode(bytes), from]);
  });
  const next = async () => {
    await until(() => come.length > 0);
    return come.shift() as [string, SocketAddress];
  };
  return { socket, next };
}

testDatagrams(
  "a datagram arrives with the address it came from",
  async (on) => {
    const a = mailbox(on, 21_000);
    const b = bindTo(on, 21_001);
    b.send(utf8("hello"), a.socket.local);
    const [text, from] = await a.next();
    assert.equal(text, "hello");
    assert.deepEqual(from, { address: LOOPBACK, port: 21_001 });
    a.socket.close();
    b.close();
  },
);

testDatagrams("the same peer is the same object", async (on) => {
  const a = mailbox(on, 21_020);
  const [b, c] = [bindTo(on, 21_021), bindTo(on, 21_022)];
  const peers: SocketAddress[] = [];
  for (const sender of [b, b, c, b]) {
    sender.send(utf8("it is me"), a.socket.local);
    peers.push((await a.next())[1]);
  }
  assert.equal(peers[0], peers[1]);
  assert.deepEqual(peers.map(({ port }) => port), [
    21_021,
    21_021,
    21_022,
    21_021,
  ]);
  for (const socket of [a.socket, b, c]) socket.close();
});

testDatagrams("IPv6 arrives with the address it came from", async (on) => {
  const come: SocketAddress[] = [];
  const { datagrams, until } = on;
  const a = datagrams.bind(
    { address: "::1", port: 21_030 },
    (_, from) => void come.push(from),
  );
  const b = datagrams.bind({ address: "::1", port: 21_031 }, nobody);
  b.send(utf8("hello"), a.local);
  await until(() => come.length > 0);
  assert.deepEqual(come, [{ address: "::1", port: 21_031 }]);
  assert.deepEqual(a.local, { address: "::1", port: 21_030 });
  a.close();
  b.close();
});

testDatagrams(
  "IPv4 reaches a socket of all IPv6 addresses as IPv4, both ways",
  async (on) => {
    const come: SocketAddress[] = [];
    const own = on.datagrams.bind(
      { address: "::", port: 21_032 },
      (_, from) => void come.push(from),
    );
    const peer = mailbox(on, 21_033);
    for (let i = 0; i < 2; i++) {
      peer.socket.send(utf8("hello"), { address: LOOPBACK, port: 21_032 });
      await on.until(() => come.length > i);
      assert.deepEqual(come[i], { address: LOOPBACK, port: 21_033 });
      own.send(utf8("back"), peer.socket.local);
      const [text, from] = await peer.next();
      assert.equal(text, "back");
      assert.deepEqual(from, { address: LOOPBACK, port: 21_032 });
      own.connect(peer.socket.local);
    }
    own.close();
    peer.socket.close();
  },
);

testDatagrams("port 0 is given a free port, told in `local`", (on) => {
  const socket = bindTo(on, 0);
  assert.ok(socket.local.port > 0);
  assert.equal(socket.local.address, LOOPBACK);
  socket.close();
});

testDatagrams(
  "the sender may reuse its bytes once `send` has returned",
  async (on) => {
    const a = mailbox(on, 21_002);
    const b = bindTo(on, 0);
    const bytes = utf8("first");
    b.send(bytes, a.socket.local);
    bytes.fill(0);
    assert.equal((await a.next())[0], "first");
    a.socket.close();
    b.close();
  },
);

testDatagrams("datagrams leave in the order of `send`", async (on) => {
  const a = mailbox(on, 21_016);
  const b = bindTo(on, 0);
  const expected = Array.from({ length: 100 }, (_, i) => `${i}`);
  for (const text of expected) b.send(utf8(text), a.socket.local);
  const received: string[] = [];
  while (received.length < 100) received.push((await a.next())[0]);
  assert.deepEqual(received, expected);
  a.socket.close();
  b.close();
});

testDatagrams(
  "a peer that is not there hurts neither sending nor receiving",
  async (on) => {
    const a = mailbox(on, 21_004);
    const nowhere = { address: LOOPBACK, port: 21_006 };
    for (let i = 0; i < 5; i++) a.socket.send(utf8("anybody?"), nowhere);
    a.socket.send(utf8("me"), a.socket.local);
    assert.equal((await a.next())[0], "me");
    a.socket.close();
  },
);

testDatagrams(
  "what the network refuses is counted by name and told, not thrown",
  async (on) => {
    const a = mailbox(on, 21_008);
    let lost = 0;
    const count = () => void lost++;
    a.socket.send(new Uint8Array(70_000), a.socket.local, count);
    a.socket.send(utf8("x"), { address: LOOPBACK, port: 0 }, count);
    a.socket.send(utf8("x"), { address: "::1", port: 21_008 }, count);
    assert.equal(lost, 0);
    a.socket.send(utf8("after"), a.socket.local, count);
    assert.equal((await a.next())[0], "after");
    assert.deepEqual([a.socket.sendErrors, lost], [3, 3]);
    assert.deepEqual(on.datagrams.errors, {
      EMSGSIZE: 1,
      EINVAL: 1,
      EAFNOSUPPORT: 1,
    });
    a.socket.close();
  },
);

testDatagrams("a port that somebody has is an error of `bind`", (on) => {
  const a = bindTo(on, 21_010);
  assert.throws(() => bindTo(on, 21_010), Deno.errors.AddrInUse);
  a.close();
});

testDatagrams("an address that is not ours is an error of `bind`", (on) => {
  const local = { address: "192.0.2.250", port: 0 };
  assert.throws(
    () => on.datagrams.bind(local, nobody),
    Deno.errors.AddrNotAvailable,
  );
});

testDatagrams("what was sent before close still leaves", async (on) => {
  const a = mailbox(on, 21_018);
  const b = bindTo(on, 0);
  for (const text of ["one", "two", "bye"]) b.send(utf8(text), a.socket.local);
  b.close();
  for (const text of ["one", "two", "bye"]) {
    assert.equal((await a.next())[0], text);
  }
  a.socket.close();
});

testDatagrams(
  "after close nothing is sent, and closing again does nothing",
  async (on) => {
    const a = mailbox(on, 21_012);
    const b = bindTo(on, 0);
    b.close();
    b.close();
    b.send(utf8("ghost"), a.socket.local);
    a.socket.send(utf8("alive"), a.socket.local);
    assert.equal((await a.next())[0], "alive");
    assert.equal(b.sendErrors, 0);
    a.socket.close();
  },
);

testDatagrams("an empty datagram arrives as such", async (on) => {
  const a = mailbox(on, 21_024);
  a.socket.send(utf8(""), a.socket.local);
  a.socket.send(utf8("full"), a.socket.local);
  assert.equal((await a.next())[0], "");
  assert.equal((await a.next())[0], "full");
  a.socket.close();
});

testDatagrams(
  "a mistake of the receiver is reported and the socket lives on",
  async (on) => {
    const mistakes: unknown[] = [];
    const seen: string[] = [];
    const note = (event: ErrorEvent) => {
      event.preventDefault();
      mistakes.push(event.error.message);
    };
    globalThis.addEventListener("error", note);
    const local = { address: LOOPBACK, port: 21_014 };
    const a = on.datagrams.bind(local, (bytes) => {
      const text = new TextDecoder().decode(bytes);
      if (text === "bad") throw new TypeError("ours");
      seen.push(text);
    });
    a.send(utf8("bad"), a.local);
    a.send(utf8("good"), a.local);
    await on.until(() => seen.length > 0);
    assert.deepEqual(seen, ["good"]);
    assert.deepEqual(mistakes, ["ours"]);
    globalThis.removeEventListener("error", note);
    a.close();
  },
);

/** Sends one, lets 15 ms pass, and looks: how old it says it is, and was. */
async function aged(backend: Backend): Promise<[number, number]> {
  let age = NaN;
  const socket = bindTo(backend, 0, () => void (age = socket.age()));
  const sender = bindTo(backend, 0);
  socket.age();
  const began = performance.now();
  sender.send(Uint8Array.of(1), socket.local);
  while (backend.datagrams.io === "ffi" && performance.now() - began < 15);
  await backend.until(() => !Number.isNaN(age));
  const waited = performance.now() - began;
  socket.close();
  sender.close();
  return [age, waited];
}

testDatagrams(
  "a datagram says how long it has waited to be looked at",
  async (backend) => {
    // The kernel begins to stamp some time after it was asked to
    for (let tries = 0; tries < 50; tries++) {
      const [age, waited] = await aged(backend);
      assert.ok(age >= 0 && age < waited + 1, `${age} of ${waited} ms`);
      if (backend.datagrams.io === "deno") assert.equal(age, 0);
      if (backend.datagrams.io === "deno" || age >= 14) return;
    }
    assert.fail("never stamped");
  },
);
