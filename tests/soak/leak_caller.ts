import assert from "node:assert/strict";
import { textOf, utf8 } from "../../runtime/base/bytes.ts";
import type {
  SipMessage,
  SipRequest,
  SipResponse,
} from "../../runtime/sip/message.ts";
import { parseMessage } from "../../runtime/sip/parse.ts";
import { message } from "../support/sip_world.ts";
import { nowhere, responseTo, telephoneAt } from "./leak_callee.ts";

const HOST = "127.0.0.1";
const PATIENCE_MS = 30_000;

/** Sends a message, whole. */
type Send = (bytes: Uint8Array) => Promise<void>;

/** One call as its caller makes it: by hand, and not always well. */
export class LeakCall {
  readonly #send: Send;
  readonly #own: string;
  readonly #id: string;
  readonly #user: string;
  readonly #awaited: [string, (message: SipMessage) => void][] = [];
  readonly #heard: string[] = [];
  #ok: SipResponse | null = null;

  constructor(send: Send, own: string, id: string, user: string) {
    this.#send = send;
    this.#own = own;
    this.#id = id;
    this.#user = user;
  }

  /** A message of this call came. */
  take(message: SipMessage): void {
    const what = message.kind === "request"
      ? message.method
      : `${message.status} ${message.cseq.method}`;
    if (what === "200 INVITE") this.#ok = message as SipResponse;
    this.#heard.push(what);
    const at = this.#awaited.findIndex(([one]) => one === what);
    if (at >= 0) this.#awaited.splice(at, 1)[0][1](message);
  }

  /** The next such message, as `200 INVITE` or `BYE`; late ones are a failure. */
  next(what: string): Promise<SipMessage> {
    const { promise, resolve, reject } = Promise.withResolvers<SipMessage>();
    const late = setTimeout(() => {
      reject(new Error(`${this.#user}: no ${what}, but ${this.#heard}`));
    }, PATIENCE_MS);
    this.#awaited.push([what, (message) => {
      clearTimeout(late);
      resolve(message);
    }]);
    return promise;
  }

  /** Sends a request; a CANCEL and the ACK of a refusal take INVITE's branch. */
  async say(method: string, cseq: number, branch = `${method}${cseq}`) {
    const body = method === "INVITE" ? nowhere(HOST) : "";
    const target = `sip:${this.#user}@${HOST}`;
    const tag = method === "CANCEL" ? null : this.#ok?.to.parameters.get("tag");
    await this.#send(utf8(message(`${method} ${target} SIP/2.0`, [
      `Via: SIP/2.0/${this.#own};branch=z9hG4bK${this.#id}${branch};rport`,
      "Max-Forwards: 70",
      `From: <sip:leak@${HOST}>;tag=${this.#id}`,
      `To: <${target}>${tag ? `;tag=${tag}` : ""}`,
      `Call-ID: ${this.#id}`,
      `CSeq: ${cseq} ${method}`,
      `Contact: <sip:leak@${this.#own.split(" ")[1]}>`,
      ...body ? ["Content-Type: application/sdp"] : [],
    ], body)));
  }

  /** Ends it once it is up. */
  async hangUp(): Promise<void> {
    const ok = this.next("200 BYE");
    await this.say("BYE", 2);
    await ok;
  }

  /** Answers a request of the node's. */
  async answer(request: SipMessage): Promise<void> {
    assert.ok(request.kind === "request");
    await this.#send(responseTo(request, "200 OK"));
  }
}

/** Makes calls from one UDP socket, and takes them there. */
export class LeakCaller {
  readonly #socket = Deno.listenDatagram({
    transport: "udp",
    hostname: HOST,
    port: 0,
  });
  readonly #node: Deno.NetAddr;
  readonly #calls = new Map<string, LeakCall>();
  readonly #telephone: ReturnType<typeof telephoneAt>;
  #made = 0;
  #taken = 0;
  #isOpen = true;

  constructor(sip: string) {
    const [hostname, port] = sip.split(":");
    this.#node = { transport: "udp", hostname, port: Number(port) };
    this.#telephone = telephoneAt(this.place);
    void this.#listen();
  }

  /** `host:port` where it can be called. */
  get place(): string {
    return `${HOST}:${(this.#socket.addr as Deno.NetAddr).port}`;
  }

  /** Calls that it has made and taken. */
  get calls(): number {
    return this.#made + this.#taken;
  }

  call(user: string): LeakCall {
    const id = `leak${++this.#made}x`;
    const send = async (bytes: Uint8Array) => {
      await this.#socket.send(bytes, this.#node);
    };
    const call = new LeakCall(send, `UDP ${this.place}`, id, user);
    this.#calls.set(id, call);
    return call;
  }

  close(): void {
    this.#isOpen = false;
    this.#socket.close();
  }

  async #reply(request: SipRequest): Promise<void> {
    if (request.method === "INVITE") this.#taken++;
    for (const bytes of this.#telephone(request)) {
      await this.#socket.send(bytes, this.#node);
    }
  }

  async #listen(): Promise<void> {
    try {
      for (;;) {
        const [bytes] = await this.#socket.receive();
        const message = parseMessage(bytes);
        if (typeof message === "string") throw new Error(textOf(bytes));
        const own = this.#calls.get(message.callId);
        if (own) own.take(message);
        else if (message.kind === "request") await this.#reply(message);
      }
    } catch (error) {
      if (this.#isOpen) throw error;
    }
  }
}

/** A call by a TCP connection of its own, which breaks. */
export async function brokenCall(sip: string, id: string): Promise<void> {
  const [hostname, port] = sip.split(":");
  const connection = await Deno.connect({ hostname, port: Number(port) });
  const own = connection.localAddr as Deno.NetAddr;
  const send = async (bytes: Uint8Array) => {
    await connection.write(bytes);
  };
  const place = `TCP ${HOST}:${own.port}`;
  const call = new LeakCall(send, place, `tcp${id}`, "answered");
  const ok = call.next("200 INVITE");
  void listen(connection, call);
  await call.say("INVITE", 1);
  await ok;
  await call.say("ACK", 1);
  connection.close();
}

/** One message comes whole, as short as they are. */
async function listen(connection: Deno.TcpConn, call: LeakCall): Promise<void> {
  const buffer = new Uint8Array(65_536);
  let held = "";
  try {
    for (;;) {
      const length = await connection.read(buffer);
      if (length === null) return;
      held += textOf(buffer.subarray(0, length));
      for (const text of held.split(/(?=SIP\/2\.0 \d)/)) {
        const message = parseMessage(utf8(text));
        if (typeof message !== "string") call.take(message);
      }
    }
  } catch {
    // Closed by the test itself.
  }
}
