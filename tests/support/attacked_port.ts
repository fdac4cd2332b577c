import { setImmediate } from "node:timers/promises";
import { SeededChance } from "../../runtime/base/chance.ts";
import { HandClock } from "../../runtime/base/hand_clock.ts";
import { milliseconds } from "../../runtime/base/units.ts";
import type { Core } from "../../runtime/core/mod.ts";
import { MediaThread } from "../../runtime/media/media_thread.ts";
import type { PortStatistics } from "../../runtime/media/statistics.ts";
import type { DatagramIo, Datagrams } from "../../runtime/net/datagram.ts";
import { LibcDatagrams } from "../../runtime/net/libc_datagrams.ts";
import { DenoDatagrams } from "../../runtime/net/udp.ts";

const HOST = "127.0.0.1";
/** Who is not the peer: another port of its host, and two other hosts. */
const STRANGERS = [HOST, "127.0.0.2", "127.0.0.3"];

/** What became of a call's port. */
export interface Outcome {
  readonly sound: readonly number[];
  readonly keys: readonly string[];
  /** Where its packets went, and how many. */
  readonly sent: ReadonlyMap<string, number>;
  readonly statistics: PortStatistics;
}

/**
 * The port of a call in a media thread with real sockets, whose time is wound by
 * hand; its peer and some strangers have sockets of their own.
 */
export class AttackedPort {
  readonly #clock = new HandClock();
  readonly #thread: MediaThread;
  readonly #datagrams: Datagrams;
  readonly #libc: LibcDatagrams | null;
  readonly #peer: Deno.DatagramConn;
  readonly #strangers: Deno.DatagramConn[];
  readonly #sound: number[] = [];
  readonly #keys: string[] = [];
  readonly #sent = new Map<string, number>();
  #statistics: PortStatistics | null = null;
  #rtpPort = 0;
  #ofPeer = 0;
  #expected = 0;

  constructor(core: Core, io: DatagramIo, first: number) {
    const engine = core.engine({ ports: 1, mixes: 1 });
    const libc = io === "ffi" ? new LibcDatagrams(engine.packetBuffer) : null;
    this.#datagrams = this.#watched(libc ?? new DenoDatagrams());
    this.#libc = libc;
    this.#peer = socket(HOST);
    this.#strangers = STRANGERS.map(socket);
    this.#thread = new MediaThread({
      settings: { host: HOST, ports: { first, last: first + 1 }, maxPorts: 1 },
      engine,
      clock: this.#clock,
      chance: new SeededChance(8),
      datagrams: this.#datagrams,
      beep: new Int16Array(),
      report: (message) => {
        if (message.type === "opened") this.#rtpPort = message.rtpPort;
        if (message.type === "key") this.#keys.push(message.key);
        if (message.type === "closed") this.#statistics = message.statistics;
      },
      store: (message) => {
        if (message.type === "chunk") this.#sound.push(...message.samples);
      },
    });
    this.#thread.obey({ type: "open", port: 1 });
    if (this.#rtpPort === 0) throw new Error(`Port ${first} is taken`);
  }

  /** An SDP exchange names the peer's address; all that is heard is kept. */
  agree(mux: boolean): void {
    const stream = {
      remote: { address: HOST, port: portOf(this.#peer) },
      rtcp: { mux, remote: null },
      direction: "sendrecv",
      codec: "pcma",
      sendPayloadType: 8,
      receive: [{ payloadType: 8, codec: "pcma" }],
      telephoneEvent: { send: 101, receive: 101 },
      ptime: milliseconds(20),
    } as const;
    this.#thread.obey({ type: "stream", port: 1, stream });
    const order = { recording: 1, maxSamples: 1e6, beep: false };
    this.#thread.obey({ type: "record", port: 1, ...order });
  }

  /** Gets a packet of the peer; returns when it, and all before it, has come. */
  async hear(packet: Uint8Array): Promise<void> {
    this.#expected = this.#ofPeer + 1;
    await this.#send(this.#peer, packet);
    while (this.#ofPeer < this.#expected) {
      this.#datagrams.poll();
      await setImmediate();
    }
  }

  /** Gets a packet of the peer that nobody waits for. */
  async hearBad(packet: Uint8Array): Promise<void> {
    await this.#send(this.#peer, packet);
  }

  /** Gets these packets of one stranger after the other; gives how many. */
  async suffer(packets: readonly Uint8Array[]): Promise<number> {
    for (const stranger of this.#strangers) {
      for (const packet of packets) await this.#send(stranger, packet);
    }
    return packets.length * this.#strangers.length;
  }

  /** 20 ms pass. */
  beat(): void {
    this.#clock.wind(20);
  }

  close(): Outcome {
    this.#thread.obey({ type: "close", port: 1 });
    this.#thread.obey({ type: "stop" });
    for (const socket of [this.#peer, ...this.#strangers]) socket.close();
    this.#libc?.close();
    if (!this.#statistics) throw new TypeError("The port has not closed");
    return {
      sound: this.#sound,
      keys: this.#keys,
      sent: this.#sent,
      statistics: this.#statistics,
    };
  }

  get peerName(): string {
    return `${HOST}:${portOf(this.#peer)}`;
  }

  async #send(from: Deno.DatagramConn, packet: Uint8Array): Promise<void> {
    const to = { transport: "udp", hostname: HOST, port: this.#rtpPort };
    await from.send(packet, to as Deno.NetAddr);
  }

  /** The same datagrams; the peer's and the port's own are counted. */
  #watched(datagrams: Datagrams): Datagrams {
    const bind: Datagrams["bind"] = (local, receive) => {
      const bound = datagrams.bind(local, (packet, from) => {
        receive(packet, from);
        if (from.port === portOf(this.#peer)) this.#ofPeer++;
      });
      const send = bound.send.bind(bound);
      bound.send = (packet, to) => {
        const name = `${to.address}:${to.port}`;
        if (local.port === this.#rtpPort) {
          this.#sent.set(name, (this.#sent.get(name) ?? 0) + 1);
        }
        send(packet, to);
      };
      return bound;
    };
    return {
      io: datagrams.io,
      stamp: datagrams.stamp,
      errors: datagrams.errors,
      bind,
      poll: () => datagrams.poll(),
    };
  }
}

function socket(hostname: string): Deno.DatagramConn {
  return Deno.listenDatagram({ transport: "udp", hostname, port: 0 });
}

function portOf(socket: Deno.DatagramConn): number {
  return (socket.addr as Deno.NetAddr).port;
}
