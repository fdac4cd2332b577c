import assert from "node:assert/strict";
import { bindUdp } from "../../runtime/net/udp.ts";
import type { SocketAddress } from "../../runtime/net/datagram.ts";
import { utf8 } from "../../runtime/base/bytes.ts";

const LOOPBACK = "127.0.0.1";

function nobody(): void {}

/** A socket that gives what comes, one datagram at a time. */
function mailbox(port: number) {
  const waiting: ((mail: [string, SocketAddress]) => void)[] = [];
  const come: [string, SocketAddress][] = [];
  const socket = bindUdp({ address: LOOPBACK, port }, (bytes, from) => {
    const mail: [string, SocketAddress] = [
      new TextDecoder().decode(bytes),
      from,
    ];
    const reader = waiting.shift();
    if (reader) reader(mail);
    else come.push(mail);
  });
  const next = () =>
    new Promise<[string, SocketAddress]>((resolve) => {
      const mail = come.shift();
      if (mail) resolve(mail);
      else waiting.push(resolve);
    });
  return { socket, next };
}

Deno.test("a datagram arrives with the address it came from", async () => {
  const a = mailbox(21_000);
  const b = bindUdp({ address: LOOPBACK, port: 21_001 }, nobody);
  b.send(utf8("hello"), a.socket.local);
  const [text, from] = await a.next();
  assert.equal(text, "hello");
  assert.deepEqual(from, { address: LOOPBACK, port: 21_001 });
  a.socket.close();
  b.close();
});

Deno.test("port 0 is given a free port, told in `local`", () => {
  const socket = bindUdp({ address: LOOPBACK, port: 0 }, nobody);
  assert.ok(socket.local.port > 0);
  assert.equal(socket.local.address, LOOPBACK);
  socket.close();
});

Deno.test("the sender may reuse its bytes once `send` has returned", async () => {
  const a = mailbox(21_002);
  const b = bindUdp({ address: LOOPBACK, port: 0 }, nobody);
  const bytes = utf8("first");
  b.send(bytes, a.socket.local);
  bytes.fill(0);
  assert.equal((await a.next())[0], "first");
  a.socket.close();
  b.close();
});

Deno.test("datagrams leave in the order of `send`", async () => {
  const a = mailbox(21_016);
  const b = bindUdp({ address: LOOPBACK, port: 0 }, nobody);
  const expected = Array.from({ length: 100 }, (_, i) => `${i}`);
  for (const text of expected) b.send(utf8(text), a.socket.local);
  const received: string[] = [];
  while (received.length < 100) received.push((await a.next())[0]);
  assert.deepEqual(received, expected);
  a.socket.close();
  b.close();
});

Deno.test("a peer that is not there hurts neither sending nor receiving", async () => {
  const a = mailbox(21_004);
  const nowhere = { address: LOOPBACK, port: 21_006 };
  for (let i = 0; i < 5; i++) a.socket.send(utf8("anybody?"), nowhere);
  a.socket.send(utf8("me"), a.socket.local);
  assert.equal((await a.next())[0], "me");
  a.socket.close();
});

Deno.test("what the network refuses is counted and told, not thrown", async () => {
  const a = mailbox(21_008);
  let lost = 0;
  const count = () => void lost++;
  a.socket.send(new Uint8Array(70_000), a.socket.local, count);
  a.socket.send(utf8("x"), { address: LOOPBACK, port: 0 }, count);
  a.socket.send(utf8("x"), { address: "::1", port: 21_008 }, count);
  assert.equal(lost, 0);
  a.socket.send(utf8("after"), a.socket.local, count);
  assert.equal((await a.next())[0], "after");
  assert.deepEqual([a.socket.sendErrors, lost], [3, 3]);
  a.socket.close();
});

Deno.test("a port that somebody has is an error of `bind`", () => {
  const a = bindUdp({ address: LOOPBACK, port: 21_010 }, nobody);
  assert.throws(
    () => bindUdp({ address: LOOPBACK, port: 21_010 }, nobody),
    Deno.errors.AddrInUse,
  );
  a.close();
});

Deno.test("what was sent before close still leaves", async () => {
  const a = mailbox(21_018);
  const b = bindUdp({ address: LOOPBACK, port: 0 }, nobody);
  for (const text of ["one", "two", "bye"]) b.send(utf8(text), a.socket.local);
  b.close();
  for (const text of ["one", "two", "bye"]) {
    assert.equal((await a.next())[0], text);
  }
  a.socket.close();
});

Deno.test("after close nothing is sent, and closing again does nothing", async () => {
  const a = mailbox(21_012);
  const b = bindUdp({ address: LOOPBACK, port: 0 }, nobody);
  b.close();
  b.close();
  b.send(utf8("ghost"), a.socket.local);
  a.socket.send(utf8("alive"), a.socket.local);
  assert.equal((await a.next())[0], "alive");
  assert.equal(b.sendErrors, 0);
  a.socket.close();
});

Deno.test("a mistake of the receiver is reported and the socket lives on", async () => {
  const seen = Promise.withResolvers<string>();
  const mistakes: unknown[] = [];
  const note = (event: ErrorEvent) => {
    event.preventDefault();
    mistakes.push(event.error.message);
  };
  globalThis.addEventListener("error", note);
  const a = bindUdp({ address: LOOPBACK, port: 21_014 }, (bytes) => {
    const text = new TextDecoder().decode(bytes);
    if (text === "bad") throw new TypeError("ours");
    seen.resolve(text);
  });
  a.send(utf8("bad"), a.local);
  a.send(utf8("good"), a.local);
  assert.equal(await seen.promise, "good");
  assert.deepEqual(mistakes, ["ours"]);
  globalThis.removeEventListener("error", note);
  a.close();
});
