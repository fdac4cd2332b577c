import { setImmediate } from "node:timers";
import { guarded } from "../base/guarded.ts";
import { type Milliseconds, milliseconds } from "../base/units.ts";
import type {
  BindDatagram,
  DatagramErrors,
  Datagrams,
  DatagramSocket,
  Receive,
  SocketAddress,
} from "./datagram.ts";
import { ErrorCounts } from "./error_counts.ts";

/** The largest UDP payload there is; nothing is ever cut off. */
const LARGEST_DATAGRAM = 65_535;

/** RFC 4291 §2.5.5.2: how a socket of IPv6 names who speaks IPv4. */
const MAPPED = /^::ffff:(?=\d+\.)/;

/** Datagrams that may wait for the system before more are refused. */
const LONGEST_QUEUE = 1024;

/** UDP by Deno's own datagrams: every system, no `--allow-ffi`. */
export const bindUdp: BindDatagram = (local, receive) =>
  new UdpSocket(local, receive);

/** The same for the media thread. */
export class DenoDatagrams implements Datagrams {
  readonly io = "deno";
  readonly stamp = NaN;
  readonly #errors = new ErrorCounts();

  readonly bind: BindDatagram = (local, receive) =>
    new UdpSocket(local, receive, (name) => this.#errors.count(name));

  get errors(): DatagramErrors {
    return this.#errors.all;
  }

  poll(): void {}
}

/** A datagram until it has left. */
interface Waiting {
  readonly bytes: Uint8Array;
  readonly to: Deno.NetAddr;
  readonly lost: (() => void) | undefined;
}

class UdpSocket implements DatagramSocket {
  readonly local: SocketAddress;
  sendErrors = 0;
  readonly #socket: Deno.DatagramConn;
  readonly #receive: Receive;
  readonly #failed: (error: string) => void;
  #open = true;
  readonly #queue: Waiting[] = [];
  #sending = false;
  /** The peer of the last `send`, as Deno wants it: peers rarely change. */
  #peer: SocketAddress = { address: "", port: 0 };
  /** Who sent last, and what Deno calls his address. */
  #sourceName = "";
  #source: SocketAddress = { address: "", port: 0 };
  #peerForDeno: Deno.NetAddr = { transport: "udp", hostname: "", port: 0 };

  constructor(
    local: SocketAddress,
    receive: Receive,
    failed: (error: string) => void = () => {},
  ) {
    this.#failed = failed;
    this.#socket = Deno.listenDatagram({
      transport: "udp",
      hostname: local.address,
      port: local.port,
    });
    const bound = this.#socket.addr as Deno.NetAddr;
    this.local = { address: bound.hostname, port: bound.port };
    this.#receive = receive;
    this.#listen();
  }

  send(datagram: Uint8Array, to: SocketAddress, lost?: () => void): void {
    if (!this.#open) return;
    if (this.#queue.length >= LONGEST_QUEUE) {
      this.sendErrors++;
      this.#failed("ENOBUFS");
      return;
    }
    // Deno reads the bytes after this call has returned; callers reuse theirs.
    const bytes = datagram.slice();
    this.#queue.push({ bytes, to: this.#denoAddress(to), lost });
    if (!this.#sending) this.#sendQueue();
  }

  /** Deno's datagrams cannot. */
  connect(): void {}

  age(): Milliseconds {
    return milliseconds(0);
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    // What was given to `send` before, such as a last BYE, still leaves.
    if (!this.#sending) this.#socket.close();
  }

  /** It may fail for what became of another datagram: ICMP, once for each. */
  #sendOnce({ bytes, to }: Waiting): Promise<number> {
    return this.#socket.send(bytes, to);
  }

  /** One by one: two sends under way at once may overtake each other. */
  async #sendQueue(): Promise<void> {
    this.#sending = true;
    for (let next = this.#queue.shift(); next; next = this.#queue.shift()) {
      try {
        await this.#sendOnce(next).catch(() => this.#sendOnce(next));
      } catch (error) {
        this.sendErrors++;
        this.#failed(nameOf(error));
        next.lost?.();
      }
    }
    this.#sending = false;
    if (!this.#open) this.#socket.close();
  }

  #denoAddress(to: SocketAddress): Deno.NetAddr {
    if (to !== this.#peer) {
      this.#peer = to;
      this.#peerForDeno = {
        transport: "udp",
        hostname: to.address,
        port: to.port,
      };
    }
    return this.#peerForDeno;
  }

  async #listen(): Promise<void> {
    const buffer = new Uint8Array(LARGEST_DATAGRAM);
    while (this.#open) {
      try {
        const [datagram, from] = await this.#socket.receive(buffer);
        if (this.#open) this.#deliver(datagram, from as Deno.NetAddr);
      } catch {
        // An ICMP error of an earlier send surfaces here and changes nothing.
        // An error that repeats at once must not starve the event loop.
        await new Promise((resume) => setImmediate(resume));
      }
    }
  }

  #deliver(datagram: Uint8Array, { hostname, port }: Deno.NetAddr): void {
    if (hostname !== this.#sourceName || port !== this.#source.port) {
      this.#sourceName = hostname;
      this.#source = { address: hostname.replace(MAPPED, ""), port };
    }
    guarded(this.#receive, datagram, this.#source);
  }
}

/** Deno's errors say it as libc does, such as `EMSGSIZE`. */
function nameOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === "string" ? code : `${(error as Error).name}`;
}
