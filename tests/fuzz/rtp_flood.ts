import fc from "fast-check";
import { concat, utf8 } from "../../runtime/base/bytes.ts";
import { bytesMutation } from "../support/mutate.ts";
import type { Probe } from "./probe.ts";

/** Packets to one port, one after the other. */
const ROUND = 4;
/** No more to a port between two of its beats than it takes (16 rounds). */
const BATCH = 160;
const BEAT_MS = 10;

function packet(
  head: readonly number[],
  sequence: number,
  body: Uint8Array,
): Uint8Array {
  const start = [...head, sequence >> 8 & 255, sequence & 255];
  const rest = [0, 0, sequence >> 1 & 255, 160, 0xca, 0xfe, 0xca, 0xfe];
  return concat([Uint8Array.from([...start, ...rest]), body]);
}

const SOUND = new Uint8Array(160).fill(0xd5);
const KEY = Uint8Array.of(5, 0x8a, 3, 0x20);

/** What a port gets in its life, and what others send to it. */
function specimens(sequence: number): Uint8Array[] {
  const csrc = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  const extension = Uint8Array.of(0xbe, 0xde, 0, 1, 0x10, 0xff, 0, 0);
  const padding = Uint8Array.of(0, 0, 0, 4);
  return [
    packet([0x80, 8], sequence, SOUND),
    packet([0x80, 0x88], sequence, SOUND),
    packet([0x82, 8], sequence, concat([csrc, SOUND])),
    packet([0x90, 8], sequence, concat([extension, SOUND])),
    packet([0xa0, 8], sequence, concat([SOUND, padding])),
    packet([0x80, 101], sequence, KEY),
    packet([0x80, 0xe5], sequence, KEY),
    packet([0x80, 13], sequence, Uint8Array.of(60)),
    // RTCP on the port of RTP: SR with a block, RR, SDES, BYE, APP.
    report(0x81, 200, 12),
    report(0x81, 201, 7),
    report(0x81, 202, 3),
    report(0x81, 203, 1),
    report(0x80, 204, 2),
    // STUN and DTLS.
    concat([
      Uint8Array.of(0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42),
      new Uint8Array(12),
    ]),
    concat([Uint8Array.of(22, 254, 253), new Uint8Array(60)]),
    utf8("OPTIONS sip:a@b SIP/2.0\r\n\r\n"),
  ];
}

function report(first: number, type: number, words: number): Uint8Array {
  const bytes = new Uint8Array(4 * (words + 1)).fill(1);
  bytes.set([first, type, 0, words, 0xca, 0xfe, 0xca, 0xfe]);
  return bytes;
}

/** Where a call of the node's sends to and takes its RTP. */
export interface FuzzedPort {
  readonly socket: Deno.DatagramConn;
  readonly rtpPort: number;
}

/** Changed RTP and RTCP packets of the peers of calls, and of a stranger. */
export class RtpFlood {
  readonly #probe: Probe;
  readonly #ports: readonly FuzzedPort[];
  readonly #stranger = Deno.listenDatagram({
    transport: "udp",
    hostname: "127.0.0.2",
    port: 0,
  });
  #seed: number;
  sent = 0;

  constructor(ports: readonly FuzzedPort[], probe: Probe, seed: number) {
    this.#ports = ports;
    this.#probe = probe;
    this.#seed = seed;
  }

  async send(count: number): Promise<void> {
    for (const end = this.sent + count; this.sent < end;) {
      const packets = this.#batch(Math.min(BATCH, end - this.sent));
      for (const [at, bytes] of packets.entries()) await this.#say(bytes, at);
      this.sent += packets.length;
      await this.#probe.drain();
      await this.#probe.measure();
      await new Promise((resume) => setTimeout(resume, BEAT_MS));
    }
  }

  close(): void {
    this.#stranger.close();
  }

  #batch(count: number): Uint8Array[] {
    const changed = fc.tuple(
      fc.constantFrom(...specimens(this.sent)),
      bytesMutation,
      fc.integer({ min: 0, max: 9 }),
      // One of ten is whole: the stream goes on between what is broken.
    ).map(([bytes, change, n]) => n === 0 ? bytes : change(bytes));
    return fc.sample(changed, { numRuns: count, seed: this.#seed++ });
  }

  /** A few to each port in turn; every fourth to the port of RTCP. */
  async #say(bytes: Uint8Array, at: number): Promise<void> {
    if (bytes.length === 0) return;
    const which = Math.floor((this.sent + at) / ROUND) % this.#ports.length;
    const { socket, rtpPort } = this.#ports[which];
    const from = at % 7 === 0 ? this.#stranger : socket;
    await from.send(bytes, {
      transport: "udp",
      hostname: "127.0.0.1",
      port: at % ROUND === 3 ? rtpPort + 1 : rtpPort,
    });
  }
}
