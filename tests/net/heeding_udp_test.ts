import assert from "node:assert/strict";
import { utf8 } from "../../runtime/base/bytes.ts";
import { SystemClock } from "../../runtime/base/system_clock.ts";
import type {
  DatagramSocket,
  SocketAddress,
  Undelivered,
} from "../../runtime/net/datagram.ts";
import { heedingUdp } from "../../runtime/net/heeding_udp.ts";
import { bindUdp } from "../../runtime/net/udp.ts";

const HELLO = utf8("hello");

/** A port that was just given back: nobody listens there. */
function deadPort(address: string): SocketAddress {
  const socket = bindUdp({ address, port: 0 }, () => {});
  socket.close();
  return socket.local;
}

/** A socket, and what it is told. */
class Stage {
  readonly clock = new SystemClock();
  readonly socket: DatagramSocket;
  readonly told: Undelivered[] = [];
  #heard = Promise.withResolvers<void>();

  constructor(address: string) {
    const bind = heedingUdp(this.clock);
    this.socket = bind(
      { address, port: 0 },
      () => this.#heard.resolve(),
      (what) => {
        this.told.push(what);
        this.#heard.resolve();
      },
    );
  }

  /** Resolves when something was told, or came. */
  async heard(): Promise<void> {
    await this.#heard.promise;
    this.#heard = Promise.withResolvers<void>();
  }

  close(): void {
    this.socket.close();
    assert.equal(this.clock.pending, 0);
  }
}

for (const address of ["127.0.0.1", "::1"]) {
  Deno.test(`RFC 1122 §4.1.3.3: nobody listens at a port of ${address}, and that is told`, async () => {
    const it = new Stage(address);
    const dead = deadPort(address);
    it.socket.send(HELLO, dead);
    await it.heard();
    assert.deepEqual(it.told, [{ to: dead, quoted: HELLO }]);
    it.close();
  });
}

Deno.test("RFC 1122 §4.1.3.3: a socket for both families is told of IPv4 too", async () => {
  const it = new Stage("::");
  const dead = deadPort("127.0.0.1");
  it.socket.send(HELLO, dead);
  await it.heard();
  assert.deepEqual(it.told, [{ to: dead, quoted: HELLO }]);
  it.close();
});

Deno.test("what became of one datagram keeps no other from leaving", async () => {
  const it = new Stage("127.0.0.1");
  const alive = new Stage("127.0.0.1");
  const lost: string[] = [];
  for (let n = 0; n < 20; n++) {
    it.socket.send(HELLO, deadPort("127.0.0.1"));
    it.socket.send(HELLO, alive.socket.local, () => lost.push(`${n}`));
    await alive.heard();
  }
  assert.deepEqual(lost, []);
  assert.equal(it.socket.sendErrors, 0);
  it.close();
  alive.close();
});
