import { GatheredBytes } from "../base/gathered_bytes.ts";
import {
  type Close,
  FrameReader,
  OPCODES,
  type WebSocketFrame,
} from "./websocket_frame.ts";

/** What a peer says; its bytes are valid until the next is asked for. */
export type Said =
  | { readonly kind: "message"; readonly bytes: Uint8Array }
  /** To be answered by a pong with the same bytes (RFC 6455 §5.5.2). */
  | { readonly kind: "ping"; readonly bytes: Uint8Array }
  | { readonly kind: "close"; readonly bytes: Uint8Array }
  /** Nothing follows. */
  | { readonly kind: "broken"; readonly why: Close };

const UTF8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Reads messages of at most `largest` bytes, however they were cut into frames
 * (RFC 6455 §5.4).
 */
export class WebSocketReader {
  readonly #frames: FrameReader;
  readonly #largest: number;
  readonly #message = new GatheredBytes();
  /** What the message under way is: text or binary; null between messages. */
  #kind: number | null = null;
  /** Nothing that follows is read. */
  #over = false;

  constructor(masked: boolean, largest: number) {
    this.#frames = new FrameReader(masked, largest);
    this.#largest = largest;
  }

  *take(bytes: Uint8Array): Generator<Said, void> {
    if (this.#over) return;
    for (const frame of this.#frames.take(bytes)) {
      const said = typeof frame === "string"
        ? broken(frame)
        : this.#heard(frame);
      if (said === null) continue;
      this.#over = said.kind === "broken" || said.kind === "close";
      yield said;
      if (this.#over) return;
    }
  }

  #heard(frame: WebSocketFrame): Said | null {
    const { opcode, payload: bytes } = frame;
    if (opcode === OPCODES.close) return { kind: "close", bytes };
    if (opcode === OPCODES.ping) return { kind: "ping", bytes };
    return opcode === OPCODES.pong ? null : this.#continued(frame);
  }

  #continued({ opcode, payload, isFinal }: WebSocketFrame): Said | null {
    const begins = opcode !== OPCODES.continuation;
    if (begins !== (this.#kind === null)) return broken("protocolError");
    if (this.#message.length + payload.length > this.#largest) {
      return broken("tooBig");
    }
    this.#message.append(payload);
    this.#kind ??= opcode;
    return isFinal ? this.#whole(this.#kind) : null;
  }

  #whole(kind: number): Said {
    const { bytes } = this.#message;
    this.#message.clear();
    this.#kind = null;
    const isWrong = kind === OPCODES.text && !isUtf8(bytes);
    return isWrong ? broken("invalidData") : { kind: "message", bytes };
  }
}

function broken(why: Close): Said {
  return { kind: "broken", why };
}

/** §8.1. */
function isUtf8(bytes: Uint8Array): boolean {
  try {
    UTF8.decode(bytes);
    return true;
  } catch {
    return false;
  }
}
