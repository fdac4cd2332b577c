import { GatheredBytes } from "../base/gathered_bytes.ts";

/** RFC 6455 §11.8. */
export const OPCODES = {
  continuation: 0,
  text: 1,
  binary: 2,
  close: 8,
  ping: 9,
  pong: 10,
} as const;

/** Why a connection ends (RFC 6455 §7.4.1). */
export const CLOSES = {
  normal: 1000,
  protocolError: 1002,
  invalidData: 1007,
  tooBig: 1009,
} as const;

export type Close = keyof typeof CLOSES;

export interface WebSocketFrame {
  /** Whether the message ends with it. */
  readonly isFinal: boolean;
  readonly opcode: number;
  /** Unmasked, and valid until the next frame is asked for. */
  readonly payload: Uint8Array;
}

const FINAL = 0x80;
const RESERVED = 0x70;
const OPCODE = 0x0f;
const CONTROL = 0x08;
const MASKED = 0x80;
const LENGTH = 0x7f;
/** Payload lengths that stand for one of 16 and of 64 bits behind them. */
const LENGTH_16 = 126;
const LENGTH_64 = 127;
const MASK_BYTES = 4;
/** §5.5: what a control frame may carry. */
const LONGEST_CONTROL = 125;
const LARGEST_16 = 0xffff;

const KNOWN: readonly number[] = Object.values(OPCODES);

/** The two bytes that every frame begins with, and what they make follow. */
function headBytes(head: Uint8Array): number {
  if (head.length < 2) return 2;
  const length = head[1] & LENGTH;
  const extended = length === LENGTH_16 ? 2 : length === LENGTH_64 ? 8 : 0;
  return 2 + extended + (head[1] & MASKED ? MASK_BYTES : 0);
}

function payloadBytes(head: Uint8Array): number {
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  const length = head[1] & LENGTH;
  if (length === LENGTH_16) return view.getUint16(2);
  return length === LENGTH_64 ? Number(view.getBigUint64(2)) : length;
}

/**
 * Cuts a stream into frames (RFC 6455 §5.2). `masked`: they come from a client.
 * Holds at most one frame of `largest` bytes; a length that is only declared
 * costs nothing. After a word that says why it has to end nothing follows.
 */
export class FrameReader {
  readonly #masked: boolean;
  readonly #largest: number;
  readonly #head = new GatheredBytes();
  readonly #payload = new GatheredBytes();
  /** Bytes of the payload, once the head is read. */
  #length: number | null = null;
  #over = false;

  constructor(masked: boolean, largest: number) {
    this.#masked = masked;
    this.#largest = largest;
  }

  *take(bytes: Uint8Array): Generator<WebSocketFrame | Close, void> {
    for (let at = 0; at < bytes.length && !this.#over;) {
      at += this.#length === null
        ? this.#gatherHead(bytes.subarray(at))
        : this.#gatherPayload(bytes.subarray(at), this.#length);
      const found = this.#found();
      if (found !== null) yield found;
    }
  }

  #gatherHead(bytes: Uint8Array): number {
    const missing = headBytes(this.#head.bytes) - this.#head.length;
    const length = Math.min(missing, bytes.length);
    this.#head.append(bytes.subarray(0, length));
    return length;
  }

  #gatherPayload(bytes: Uint8Array, whole: number): number {
    const length = Math.min(whole - this.#payload.length, bytes.length);
    this.#payload.append(bytes.subarray(0, length));
    return length;
  }

  /** What has come whole, if anything. */
  #found(): WebSocketFrame | Close | null {
    const head = this.#head.bytes;
    if (this.#length === null) {
      if (head.length < headBytes(head)) return null;
      const fault = this.#faultIn(head);
      if (fault) return this.#end(fault);
      this.#length = payloadBytes(head);
    }
    return this.#payload.length < this.#length ? null : this.#frame(head);
  }

  #faultIn(head: Uint8Array): Close | null {
    const opcode = head[0] & OPCODE;
    const length = payloadBytes(head);
    const isControl = (opcode & CONTROL) !== 0;
    const broken = (head[0] & RESERVED) !== 0 || !KNOWN.includes(opcode) ||
      (head[1] & MASKED) !== 0 !== this.#masked ||
      isControl && (length > LONGEST_CONTROL || (head[0] & FINAL) === 0);
    if (broken) return "protocolError";
    return length > this.#largest ? "tooBig" : null;
  }

  #frame(head: Uint8Array): WebSocketFrame {
    const payload = this.#payload.bytes;
    if (this.#masked) mask(payload, head.subarray(-MASK_BYTES));
    const isFinal = (head[0] & FINAL) !== 0;
    const opcode = head[0] & OPCODE;
    this.#head.clear();
    this.#payload.clear();
    this.#length = null;
    return { isFinal, opcode, payload };
  }

  #end(why: Close): Close {
    this.#over = true;
    return why;
  }
}

/** §5.3: the same again undoes it. */
function mask(payload: Uint8Array, key: Uint8Array): void {
  for (let at = 0; at < payload.length; at++) {
    payload[at] ^= key[at % MASK_BYTES];
  }
}

/**
 * One whole message, or a control frame. `key` is a client's 32 random bits
 * (§5.3); a server has none.
 */
export function formatFrame(
  opcode: number,
  payload: Uint8Array,
  key: number | null,
): Uint8Array {
  const { length } = payload;
  const extended = length > LARGEST_16 ? 8 : length >= LENGTH_16 ? 2 : 0;
  const masked = key === null ? 0 : MASK_BYTES;
  const frame = new Uint8Array(2 + extended + masked + length);
  const view = new DataView(frame.buffer);
  frame[0] = FINAL | opcode;
  frame[1] = masked ? MASKED : 0;
  if (extended === 8) view.setBigUint64(2, BigInt(length));
  else if (extended === 2) view.setUint16(2, length);
  frame[1] |= extended === 8 ? LENGTH_64 : extended ? LENGTH_16 : length;
  const body = frame.subarray(2 + extended + masked);
  body.set(payload);
  if (key !== null) {
    view.setUint32(2 + extended, key);
    mask(body, frame.subarray(2 + extended, 2 + extended + MASK_BYTES));
  }
  return frame;
}
