import type { Frame, Framing } from "./framer.ts";
import { skipEmptyLines } from "./parse.ts";

/** CR LF CR LF. */
const PING_BYTES = 4;

/**
 * Over WebSocket each message comes whole (RFC 7118 §5.1), so that it is not
 * Content-Length that ends it.
 */
export class WebSocketFraming implements Framing {
  readonly midway = false;

  *take(bytes: Uint8Array): Generator<Frame, void> {
    const blank = skipEmptyLines(bytes);
    if (blank < bytes.length) yield { kind: "message", bytes };
    else if (blank === PING_BYTES) yield { kind: "ping" };
  }
}
