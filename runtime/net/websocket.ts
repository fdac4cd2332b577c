import { headEnd, textOf, utf8 } from "../base/bytes.ts";
import type { Chance } from "../base/chance.ts";
import { GatheredBytes } from "../base/gathered_bytes.ts";
import { bracketed } from "../base/text.ts";
import type {
  Accept,
  Connection,
  ConnectionUser,
  Remote,
  Streams,
} from "./stream.ts";
import { WaitingSends } from "./waiting_sends.ts";
import { CLOSES, formatFrame, OPCODES } from "./websocket_frame.ts";
import { isUpgraded, replyTo, upgradeRequest } from "./websocket_handshake.ts";
import { type Said, WebSocketReader } from "./websocket_reader.ts";

export interface WebSocketParts {
  /** For what a client has to make up. */
  readonly chance: Chance;
  /** The subprotocol, which both ends have to speak. */
  readonly protocol: string;
  /** Bytes of the largest message; a peer that sends a larger one is cut off. */
  readonly largest: number;
}

/** What the first words of a peer may measure, in bytes. */
const LONGEST_HEAD = 8192;
/** CR LF CR LF. */
const HEAD_END = 4;
const KEY_BYTES = 16;
const BYTE = 256;
const MASK = 2 ** 32;

/**
 * WebSocket (RFC 6455) over other connections: each `send` is one text message,
 * each `received` one message of either kind.
 */
export function webSocketStreams(
  under: Streams,
  parts: WebSocketParts,
): Streams {
  return {
    listen: (local, accept) =>
      under.listen(local, (connection) => {
        const join = () => connection;
        const socket = new WebSocketConnection(parts, "server", join, accept);
        return socket.isWanted ? socket : null;
      }),
    connect: (remote, user) => {
      const join = (own: ConnectionUser) => under.connect(remote, own);
      return new WebSocketConnection(parts, "client", join, () => user);
    },
  };
}

class WebSocketConnection implements Connection, ConnectionUser {
  readonly #parts: WebSocketParts;
  readonly #role: "server" | "client";
  readonly #under: Connection;
  readonly #user: ConnectionUser | null;
  readonly #key: string;
  readonly #reader: WebSocketReader;
  readonly #waiting = new WaitingSends();
  /** The peer's first words; null once they have come. */
  #head: GatheredBytes | null = new GatheredBytes();
  #over = false;

  constructor(
    parts: WebSocketParts,
    role: "server" | "client",
    join: (user: ConnectionUser) => Connection,
    accept: Accept,
  ) {
    this.#parts = parts;
    this.#role = role;
    this.#key = keyFrom(parts.chance);
    this.#reader = new WebSocketReader(role === "server", parts.largest);
    this.#under = join(this);
    this.#user = accept(this);
  }

  get isWanted(): boolean {
    return this.#user !== null;
  }

  get remote(): Remote {
    return this.#under.remote;
  }

  send(bytes: Uint8Array, lost = () => {}): void {
    if (this.#over) return queueMicrotask(lost);
    if (this.#head === null) return this.#say(OPCODES.text, bytes, lost);
    this.#waiting.push(bytes, lost);
    if (this.#waiting.isTooMuch) this.cut();
  }

  close(): void {
    this.#leave(CLOSES.normal);
  }

  cut(): void {
    this.#under.cut();
  }

  /** A client begins. */
  opened(): void {
    const { name, address, port } = this.remote;
    const host = `${bracketed(name ?? address)}:${port}`;
    const words = upgradeRequest(host, this.#key, this.#parts.protocol);
    this.#under.send(utf8(words));
  }

  received(bytes: Uint8Array): void {
    const rest = this.#head ? this.#greeted(this.#head, bytes) : bytes;
    for (const said of this.#reader.take(rest)) {
      if (this.#over) return;
      this.#heard(said);
    }
  }

  closed(): void {
    this.#over = true;
    this.#waiting.lose();
    this.#user?.closed();
  }

  #heard(said: Said): void {
    if (said.kind === "message") this.#user?.received(said.bytes);
    else if (said.kind === "ping") this.#say(OPCODES.pong, said.bytes.slice());
    else if (said.kind === "broken") this.#leave(CLOSES[said.why]);
    else this.#leave(CLOSES.normal);
  }

  /** Takes the peer's first words; gives what follows them. */
  #greeted(head: GatheredBytes, bytes: Uint8Array): Uint8Array {
    const before = head.length;
    head.append(bytes.subarray(0, LONGEST_HEAD + HEAD_END - before));
    const end = headEnd(head.bytes, Math.max(0, before + 1 - HEAD_END));
    if (end < 0) {
      if (head.length > LONGEST_HEAD) this.cut();
      return NOTHING;
    }
    const isGreeting = this.#isGreeting(textOf(head.bytes.subarray(0, end)));
    return isGreeting ? bytes.subarray(end + HEAD_END - before) : NOTHING;
  }

  #isGreeting(words: string): boolean {
    const { protocol } = this.#parts;
    if (this.#role === "server") {
      const reply = replyTo(words, protocol);
      this.#under.send(utf8(reply.head));
      if (!reply.accepted) this.#under.close();
      else this.#ready();
      return reply.accepted;
    }
    const upgraded = isUpgraded(words, this.#key, protocol);
    if (!upgraded) this.cut();
    else this.#ready();
    return upgraded;
  }

  #ready(): void {
    this.#head = null;
    if (this.#role === "client") this.#user?.opened();
    this.#waiting.sendBy((bytes, lost) => this.send(bytes, lost));
  }

  /** Says why it ends, if the peer understands, and ends it. */
  #leave(code: number): void {
    const words = Uint8Array.of(code >> 8, code & 0xff);
    if (this.#head === null && !this.#over) this.#say(OPCODES.close, words);
    this.#under.close();
  }

  #say(opcode: number, payload: Uint8Array, lost = () => {}): void {
    const { chance } = this.#parts;
    const key = this.#role === "client" ? chance.integer(MASK) : null;
    this.#under.send(formatFrame(opcode, payload, key), lost);
  }
}

const NOTHING = new Uint8Array(0);

function keyFrom(chance: Chance): string {
  const bytes = Array.from({ length: KEY_BYTES }, () => chance.integer(BYTE));
  return btoa(String.fromCharCode(...bytes));
}
