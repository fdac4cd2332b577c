/** Who hears what comes down a wire. */
export interface WireListener {
  /** One whole JSON-RPC message, or a batch of them. */
  text(text: string): void;
  /** Nothing more comes; once. */
  closed(reason: string): void;
  /** Nothing comes for now; what was sent last may be lost. */
  broken?(reason: string): void;
  /** It is whole again. */
  resumed?(): void;
}

/**
 * A connection that carries JSON-RPC texts both ways: a WebSocket, or two ends
 * inside one process.
 */
export interface Wire {
  /** Sends one message; does nothing while the wire is broken or closed. */
  send(text: string): void;
  /** Sets who hears; it is called before anything can arrive. */
  listen(listener: WireListener): void;
  close(): void;
}
