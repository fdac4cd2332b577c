/** One packet of RTP as it came, its header read (RFC 3550 §5.1). */
export interface RtpPacket {
  readonly payloadType: number;
  readonly sequence: number;
  readonly timestamp: number;
  readonly ssrc: number;
  readonly payload: Uint8Array;
}

const HEADER = 12;

function packetOf(bytes: Uint8Array): RtpPacket {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    payloadType: view.getUint8(1) & 0x7f,
    sequence: view.getUint16(2),
    timestamp: view.getUint32(4),
    ssrc: view.getUint32(8),
    payload: bytes.slice(HEADER),
  };
}

/** A UDP port of loopback that keeps every packet of RTP sent to it. */
export class RtpListener {
  readonly packets: RtpPacket[] = [];
  readonly #socket: Deno.DatagramConn;
  readonly #closed: Promise<void>;
  #waiting: (() => void)[] = [];

  constructor(port = 0) {
    const hostname = "127.0.0.1";
    this.#socket = Deno.listenDatagram({ transport: "udp", hostname, port });
    this.#closed = this.#listen();
  }

  get port(): number {
    return (this.#socket.addr as Deno.NetAddr).port;
  }

  /** Resolves once what came so far is as wanted; looks at each packet. */
  async until(wanted: (packets: readonly RtpPacket[]) => boolean) {
    while (!wanted(this.packets)) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  async send(bytes: Uint8Array, port: number): Promise<void> {
    const to = { transport: "udp", hostname: "127.0.0.1", port } as const;
    await this.#socket.send(bytes, to);
  }

  async close(): Promise<void> {
    this.#socket.close();
    await this.#closed;
  }

  async #listen(): Promise<void> {
    for await (const [bytes] of this.#socket) {
      this.packets.push(packetOf(bytes));
      for (const resolve of this.#waiting.splice(0)) resolve();
    }
  }
}
