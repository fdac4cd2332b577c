import { LOOPBACK } from "../stream_to.ts";

const RTP_HEADER = 12;
/** G.711 A-law: what the bits are turned over with, and the fourth segment. */
const EVEN_BITS = 0x55;
const LOUD = 0x40;

/** Hears when somebody who sends A-law begins to make a sound. */
export class Ear {
  readonly #socket = Deno.listenDatagram({
    ...{ transport: "udp", hostname: LOOPBACK, port: 0 },
  });
  #awaited: boolean | null = null;
  #heard: (at: number) => void = () => {};

  constructor() {
    void this.#listen();
  }

  get port(): number {
    return (this.#socket.addr as Deno.NetAddr).port;
  }

  /** When the next packet with sound, or without any, comes: ms. */
  next(what: "sound" | "silence"): Promise<number> {
    this.#awaited = what === "sound";
    return new Promise((heard) => this.#heard = heard);
  }

  close(): void {
    this.#socket.close();
  }

  async #listen(): Promise<void> {
    for await (const [packet] of this.#socket) {
      if (isLoud(packet.subarray(RTP_HEADER)) !== this.#awaited) continue;
      this.#awaited = null;
      this.#heard(performance.now());
    }
  }
}

function isLoud(codes: Uint8Array): boolean {
  return codes.some((code) => ((code ^ EVEN_BITS) & LOUD) !== 0);
}
