import { textOf } from "../base/bytes.ts";
import { GatheredBytes } from "../base/gathered_bytes.ts";
import { decimal } from "../base/text.ts";
import { parseField } from "./headers.ts";
import { type Fault, LIMITS } from "./parse.ts";

/** What a stream of bytes holds. */
export type Frame =
  /** The bytes are valid until the next is asked for. */
  | { readonly kind: "message"; readonly bytes: Uint8Array }
  /** CRLF CRLF, to be answered by CRLF (RFC 5626 §3.5.1). */
  | { readonly kind: "ping" }
  /** Where the next message begins is not known any more: nothing follows. */
  | {
    readonly kind: "broken";
    readonly fault: Fault;
    readonly head: Uint8Array;
  };

const CR = 0x0d;
const LF = 0x0a;
/** CR LF CR LF. */
const BLANK_LINE = 4;

/** Tells one message from the next in what a connection brings. */
export interface Framing {
  /** Whether a message has begun and not ended. */
  readonly midway: boolean;
  /** Takes what came next and gives what it completes. */
  take(bytes: Uint8Array): Iterable<Frame>;
}

/**
 * Cuts a stream into messages by their Content-Length (RFC 3261 §18.3). Looks
 * at each byte once, and never holds more than one message of the size that
 * `LIMITS` allows; a length that is only declared costs nothing.
 */
export class Framer implements Framing {
  readonly #message = new GatheredBytes();
  /** How much of CR LF CR LF ends what came last. */
  #blank = 0;
  /** Bytes of the whole message, once its head is read. */
  #whole: number | null = null;
  #broken = false;

  get midway(): boolean {
    return this.#message.length > 0;
  }

  *take(bytes: Uint8Array): Generator<Frame, void> {
    for (let at = 0; at < bytes.length && !this.#broken;) {
      if (!this.midway) {
        this.#between(bytes[at++]);
        if (this.#blank === BLANK_LINE) yield this.#ping();
      } else {
        at += this.#gather(bytes.subarray(at));
        const frame = this.#complete();
        if (frame) yield frame;
      }
    }
  }

  /** Skips what is of an empty line; with anything else a message begins. */
  #between(byte: number): void {
    this.#blank = afterByte(this.#blank, byte);
    if (this.#blank === 0) this.#message.append(Uint8Array.of(byte));
  }

  #ping(): Frame {
    this.#blank = 0;
    return { kind: "ping" };
  }

  /** Takes what belongs to the message that has begun; gives its length. */
  #gather(bytes: Uint8Array): number {
    const length = this.#whole === null
      ? this.#restOfHead(bytes)
      : Math.min(bytes.length, this.#whole - this.#message.length);
    this.#message.append(bytes.subarray(0, length));
    return length;
  }

  #restOfHead(bytes: Uint8Array): number {
    // One byte past the limit shows that it is past.
    const room = LIMITS.head + BLANK_LINE + 1 - this.#message.length;
    const most = Math.min(bytes.length, room);
    let at = 0;
    while (at < most && this.#blank < BLANK_LINE) {
      this.#blank = afterByte(this.#blank, bytes[at++]);
    }
    return at;
  }

  #complete(): Frame | null {
    const { length, bytes } = this.#message;
    if (this.#whole === null) {
      if (length > LIMITS.head + BLANK_LINE) return this.#end("tooLarge");
      if (this.#blank < BLANK_LINE) return null;
      const body = contentLength(bytes);
      if (typeof body === "string") return this.#end(body);
      this.#whole = length + body;
      if (this.#whole > LIMITS.datagram) return this.#end("tooLarge");
    }
    return length < this.#whole ? null : this.#gathered();
  }

  #gathered(): Frame {
    const { bytes } = this.#message;
    this.#message.clear();
    this.#whole = null;
    return { kind: "message", bytes };
  }

  #end(fault: Fault): Frame {
    this.#broken = true;
    return { kind: "broken", fault, head: this.#message.bytes };
  }
}

/** How much of CR LF CR LF there is, given how much there was. */
function afterByte(blank: number, byte: number): number {
  if (byte === CR) return blank === 2 ? 3 : 1;
  return byte === LF && blank % 2 === 1 ? blank + 1 : 0;
}

/** The one Content-Length, which a stream cannot do without (§20.14). */
function contentLength(head: Uint8Array): number | Fault {
  const lines = textOf(head).replace(/\r\n[ \t]/g, " ").split("\r\n");
  const values: string[] = [];
  for (const line of lines) {
    if (!/^[cl]/i.test(line)) continue;
    const [name, value] = parseField(line) ?? [];
    if (name === "Content-Length" && value !== undefined) values.push(value);
  }
  if (values.length > 1) return "duplicate";
  return decimal(values[0] ?? "", Number.MAX_SAFE_INTEGER) ?? "contentLength";
}
