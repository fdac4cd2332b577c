import fc from "fast-check";
import { utf8 } from "../../runtime/base/bytes.ts";
import { mutation } from "../support/mutate.ts";
import { message } from "../support/sip_world.ts";
import { SPECIMENS } from "../sip/specimens.ts";
import { RawCaller } from "../node/raw_caller.ts";
import type { Probe } from "./probe.ts";

/** Fewer than the node's socket holds. */
const BATCH = 100;
/** Batches between two that go over TCP, and until the next call. */
const TCP_EVERY = 10;
const CALL_EVERY = 50;
const IN_DIALOG = [
  "INVITE",
  "ACK",
  "BYE",
  "UPDATE",
  "INFO",
  "PRACK",
  "REFER",
  "NOTIFY",
  "OPTIONS",
  "CANCEL",
];

/** Changed SIP messages, thousands a second, to a node that takes calls. */
export class SipFlood {
  readonly #probe: Probe;
  readonly #node: Deno.NetAddr;
  readonly #sip: string;
  readonly #socket = Deno.listenDatagram({
    transport: "udp",
    hostname: "127.0.0.1",
    port: 0,
  });
  readonly #specimens: string[];
  #inDialog: string[] = [];
  #seed: number;
  #batches = 0;
  /** Messages so far. */
  sent = 0;

  constructor(sip: string, probe: Probe, seed: number) {
    const [hostname, port] = sip.split(":");
    this.#node = { transport: "udp", hostname, port: Number(port) };
    this.#sip = sip;
    this.#probe = probe;
    this.#seed = seed;
    const own = `127.0.0.1:${(this.#socket.addr as Deno.NetAddr).port}`;
    // Answers stay on this machine.
    this.#specimens = SPECIMENS.map((specimen) =>
      specimen.replaceAll("192.0.2.7:5062", own)
        .replaceAll("192.0.2.", "127.0.0.")
        .replaceAll("198.51.100.", "127.0.100.")
    );
    void this.#ignoreAnswers();
  }

  async send(count: number): Promise<void> {
    for (const end = this.sent + count; this.sent < end;) {
      if (this.#batches % CALL_EVERY === 0) await this.#call();
      const messages = this.#batch(Math.min(BATCH, end - this.sent));
      if (this.#batches % TCP_EVERY === 0) await this.#overTcp(messages);
      else {
        for (const bytes of messages) await this.#overUdp(bytes);
      }
      this.#batches++;
      this.sent += messages.length;
      await this.#probe.drain();
      await this.#probe.measure();
    }
  }

  close(): void {
    this.#socket.close();
  }

  #batch(count: number): Uint8Array[] {
    const changed = fc.tuple(
      fc.constantFrom(...this.#specimens, ...this.#inDialog),
      fc.nat(),
      mutation,
    ).map(([text, n, change]) =>
      change(utf8(text.replaceAll("z9hG4bK", `z9hG4bK${n}`)))
    );
    return fc.sample(changed, { numRuns: count, seed: this.#seed++ });
  }

  async #overUdp(bytes: Uint8Array): Promise<void> {
    // A datagram without bytes cannot be told from none.
    if (bytes.length > 0) await this.#socket.send(bytes, this.#node);
  }

  /** One after the other on one connection, until the node has had enough. */
  async #overTcp(messages: readonly Uint8Array[]): Promise<void> {
    const { hostname, port } = this.#node;
    const connection = await Deno.connect({ hostname, port });
    try {
      for (const bytes of messages) {
        for (let at = 0; at < bytes.length;) {
          at += await connection.write(bytes.subarray(at));
        }
      }
    } catch {
      // Cut, as a stream deserves of which nobody knows where a message begins.
    }
    connection.close();
  }

  /** A call that is answered, so that there is a dialog to fuzz. */
  async #call(): Promise<void> {
    const caller = new RawCaller(`udp:${this.#sip}`);
    const statuses = await caller.invite();
    if (statuses.at(-1) === 200) {
      await caller.ack();
      this.#inDialog = IN_DIALOG.map((method, n) =>
        requestIn(caller.heard, method, n + 2)
      );
    }
    caller.close();
  }

  async #ignoreAnswers(): Promise<void> {
    try {
      for (;;) await this.#socket.receive();
    } catch {
      // The socket is closed.
    }
  }
}

/** A request in the dialog that a 200 made. */
function requestIn(ok: string, method: string, cseq: number): string {
  const line = (name: string) =>
    new RegExp(`^${name}: .*$`, "m").exec(ok)?.[0].trim() ?? "";
  const body = ["INVITE", "UPDATE"].includes(method)
    ? ok.slice(ok.indexOf("\r\n\r\n") + 4)
    : "";
  return message(`${method} sip:100@127.0.0.1 SIP/2.0`, [
    line("Via").replace(/branch=[^;]*/, "branch=z9hG4bK"),
    "Max-Forwards: 70",
    line("From"),
    line("To"),
    line("Call-ID"),
    `CSeq: ${cseq} ${method}`,
    "Contact: <sip:raw@127.0.0.1:9>",
    "RAck: 1 1 INVITE",
    "Session-Expires: 90;refresher=uac",
    "Refer-To: <sip:b@127.0.0.1>",
    ...body ? ["Content-Type: application/sdp"] : [],
  ], body);
}
