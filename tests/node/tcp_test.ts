import assert from "node:assert/strict";
import { textOf, utf8 } from "../../runtime/base/bytes.ts";
import { nodeTest, type Rig } from "./support.ts";

/** Longer than a node takes; a test that waits so long has failed. */
const PATIENCE_MS = 10_000;

/** A bare TCP connection to a node. */
class Wire {
  readonly #socket: Deno.TcpConn;
  #text = "";

  private constructor(socket: Deno.TcpConn) {
    this.#socket = socket;
  }

  static async to({ node }: Rig): Promise<Wire> {
    const tcp = node.ready.sip.find((at) => at.startsWith("tcp:")) ?? "";
    const [, hostname, port] = tcp.split(":");
    return new Wire(await Deno.connect({ hostname, port: Number(port) }));
  }

  /** Each piece in a write of its own. */
  async say(...pieces: readonly string[]): Promise<void> {
    for (const piece of pieces) await this.#socket.write(utf8(piece));
  }

  /** Everything that came, once that ends with `end`. */
  async until(end: RegExp): Promise<string> {
    while (!end.test(this.#text)) {
      const more = await this.#read();
      assert.notEqual(more, null, `closed after: ${this.#text}`);
      this.#text += more;
    }
    const text = this.#text;
    this.#text = "";
    return text;
  }

  /** Everything that came before the node closed it. */
  async rest(): Promise<string> {
    for (let more = await this.#read(); more; more = await this.#read()) {
      this.#text += more;
    }
    return this.#text;
  }

  close(): void {
    this.#socket.close();
  }

  async #read(): Promise<string | null> {
    const buffer = new Uint8Array(65_536);
    const timer = setTimeout(() => this.#socket.close(), PATIENCE_MS);
    const length = await this.#socket.read(buffer);
    clearTimeout(timer);
    return length === null ? null : textOf(buffer.subarray(0, length));
  }
}

function options(
  cseq: number,
  length = "Content-Length: 0",
  body = "",
): string {
  return [
    "OPTIONS sip:100@127.0.0.1 SIP/2.0",
    `Via: SIP/2.0/TCP 127.0.0.1:9;branch=z9hG4bK${cseq}`,
    "Max-Forwards: 70",
    "From: <sip:tester@127.0.0.1>;tag=wire",
    "To: <sip:100@127.0.0.1>",
    "Call-ID: framing",
    `CSeq: ${cseq} OPTIONS`,
    length,
    "",
    body,
  ].join("\r\n");
}

function statusesIn(text: string): string[] {
  return [...text.matchAll(/^SIP\/2\.0 (\d+).*?^CSeq: (\d+)/gms)]
    .map(([, status, cseq]) => `${status} ${cseq}`);
}

const LAST = /CSeq: 9 OPTIONS[\s\S]*\r\n\r\n$/;

/** What is said in which pieces before OPTIONS 9, and what is answered. */
const KEPT: [what: string, pieces: readonly string[], answers: string[]][] = [
  ["one message", [], []],
  ["a message byte by byte", [...options(1)], ["200 1"]],
  ["a head cut in its last empty line", halves(options(1), -1), ["200 1"]],
  ["a head cut between CR and LF", halves(options(1), 35), ["200 1"]],
  ["a body in a piece of its own", [options(1, "l: 3"), "abc"], ["200 1"]],
  ["two messages in one piece", [options(1) + options(2)], ["200 1", "200 2"]],
  [
    "one message and a half",
    [options(1) + options(2).slice(0, 50), options(2).slice(50)],
    ["200 1", "200 2"],
  ],
  ["CRLF before a message", [`\r\n${options(1)}`], ["200 1"]],
  ["CRLF after a message", [`${options(1)}\r\n`], ["200 1"]],
  ["a compact Content-Length", [options(1, "l: 4", "body")], ["200 1"]],
  [
    "a message in the body of another",
    [options(1, `l: ${options(7).length}`, options(7))],
    ["200 1"],
  ],
  ["a message that cannot be read", [options(1, "X\r\nl: 0")], ["400 1"]],
];

function halves(text: string, at: number): string[] {
  return [text.slice(0, at), text.slice(at)];
}

for (const [what, pieces, answers] of KEPT) {
  nodeTest(
    `RFC 3261 §18.3 over TCP: ${what} leaves the connection in step`,
    {},
    async (rig) => {
      const wire = await Wire.to(rig);
      await wire.say(...pieces, options(9));
      const text = await wire.until(LAST);
      assert.deepEqual(statusesIn(text), [...answers, "200 9"]);
      wire.close();
    },
  );
}

const CLOSED: [what: string, length: string, answer: string][] = [
  ["without Content-Length", "X: 1", "400 1"],
  ["with a negative Content-Length", "Content-Length: -1", "400 1"],
  ["with a Content-Length of 4 GB", "Content-Length: 4294967296", "513 1"],
  ["with a head of 100 kB", `X: ${"x".repeat(100_000)}`, "513 1"],
];
for (const [what, length, answer] of CLOSED) {
  nodeTest(
    `RFC 3261 §20.14 over TCP: a message ${what} is answered, and the connection closed`,
    {},
    async (rig) => {
      const wire = await Wire.to(rig);
      await wire.say(options(1, length));
      assert.deepEqual(statusesIn(await wire.rest()), [answer]);
      wire.close();
      const next = await Wire.to(rig);
      await next.say(options(9));
      assert.deepEqual(statusesIn(await next.until(LAST)), ["200 9"]);
      next.close();
    },
  );
}

nodeTest(
  "RFC 5626 §3.5.1 over TCP: CRLF CRLF is answered by CRLF",
  {},
  async (rig) => {
    const wire = await Wire.to(rig);
    await wire.say("\r\n", "\r\n");
    assert.equal(await wire.until(/\n$/), "\r\n");
    wire.close();
  },
);

nodeTest(
  "CTI_SIP_TRANSPORTS=udp opens no TCP",
  { CTI_SIP_TRANSPORTS: "udp" },
  async ({ node }) => {
    assert.equal(node.ready.sip.length, 1);
    const [, hostname, port] = node.ready.sip[0].split(":");
    await assert.rejects(Deno.connect({ hostname, port: Number(port) }));
  },
);
