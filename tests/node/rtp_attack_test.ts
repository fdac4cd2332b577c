import assert from "node:assert/strict";
import { answeredCall, nodeTest } from "./support.ts";

/** Packets of an attacker, 5 ms apart: the whole second goes by without the peer. */
const PACKETS = 200;
const PAUSE_MS = 5;

function packet(sequence: number): Uint8Array {
  const bytes = new Uint8Array(172).fill(0xd5);
  bytes.set([
    0x80,
    8,
    sequence >> 8,
    sequence & 255,
    0,
    0,
    sequence & 255,
    160,
  ]);
  return bytes;
}

nodeTest(
  "RTPbleed: who sprays a port while the peer is silent gets none of its sound",
  {},
  async ({ application, caller }) => {
    const app = await application();
    const phone = caller();
    await answeredCall(app, phone);
    const port = Number(/^m=audio (\d+)/m.exec(phone.heard)?.[1]);
    await phone.ack();
    await phone.payloadType();
    const strangers = ["127.0.0.2", "127.0.0.1"].map((hostname) =>
      Deno.listenDatagram({ transport: "udp", hostname, port: 0 })
    );
    let stolen = 0;
    const thieves = strangers.map(async (stranger) => {
      try {
        for (;; stolen++) await stranger.receive();
      } catch {
        // It is closed at the end.
      }
    });
    const to = { transport: "udp", hostname: "127.0.0.1", port } as const;
    for (let sequence = 0; sequence < PACKETS; sequence++) {
      for (const stranger of strangers) {
        await stranger.send(packet(sequence), to);
      }
      await new Promise((resume) => setTimeout(resume, PAUSE_MS));
    }
    for (const stranger of strangers) stranger.close();
    await Promise.all(thieves);
    assert.equal(stolen, 0);
    assert.equal(await phone.bye(), 200);
  },
);
