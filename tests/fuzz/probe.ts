import { textOf, utf8 } from "../../runtime/base/bytes.ts";
import { message } from "../support/sip_world.ts";

/** Longer than that nobody waits: the node is as good as dead. */
const PATIENCE_MS = 10_000;
const NANOSECONDS = 1e6;

/** Asks a node by OPTIONS whether it lives, and how long it took. */
export class Probe {
  readonly #socket = Deno.listenDatagram({
    transport: "udp",
    hostname: "127.0.0.1",
    port: 0,
  });
  readonly #node: Deno.NetAddr;
  readonly #pid: number;
  #asked = 0;
  /** What each answer took, ms. */
  readonly waits: number[] = [];

  constructor(sip: string, pid: number) {
    const [hostname, port] = sip.split(":");
    this.#node = { transport: "udp", hostname, port: Number(port) };
    this.#pid = pid;
  }

  /** Resolves when all that was sent before has been looked at. */
  async drain(): Promise<void> {
    await this.#ask();
  }

  /**
   * Notes how long the node takes for an answer, less the time that its thread
   * and ours wanted to run and others had the processor.
   */
  async measure(): Promise<void> {
    const before = this.#stolen();
    const start = performance.now();
    await this.#ask();
    const wait = performance.now() - start;
    this.waits.push(Math.max(0, wait - (this.#stolen() - before)));
  }

  close(): void {
    this.#socket.close();
  }

  async #ask(): Promise<void> {
    const id = `probe-${++this.#asked}`;
    await this.#socket.send(utf8(this.#options(id)), this.#node);
    const late = setTimeout(() => this.#socket.close(), PATIENCE_MS);
    for (;;) {
      const [answer] = await this.#socket.receive();
      const text = textOf(answer);
      if (text.startsWith("SIP/2.0 200") && text.includes(id)) break;
    }
    clearTimeout(late);
  }

  #options(id: string): string {
    const { port } = this.#socket.addr as Deno.NetAddr;
    return message("OPTIONS sip:node@127.0.0.1 SIP/2.0", [
      `Via: SIP/2.0/UDP 127.0.0.1:${port};branch=z9hG4bK-${id}`,
      "Max-Forwards: 70",
      "From: <sip:probe@127.0.0.1>;tag=probe",
      "To: <sip:node@127.0.0.1>",
      `Call-ID: ${id}`,
      "CSeq: 1 OPTIONS",
    ]);
  }

  /** ms for which one of both threads was ready to run and did not. */
  #stolen(): number {
    return delayOf(this.#pid) + delayOf(Deno.pid);
  }
}

/** Linux counts it: the second number of `schedstat`, in ns. */
function delayOf(pid: number): number {
  const path = `/proc/${pid}/task/${pid}/schedstat`;
  return Number(Deno.readTextFileSync(path).split(" ")[1]) / NANOSECONDS;
}
