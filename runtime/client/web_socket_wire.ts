import type { Wire, WireListener } from "./wire.ts";

/** A wire over the WebSocket that browsers, Deno and Node have in common. */
export class WebSocketWire implements Wire {
  /** Rejects when the node cannot be reached or refuses. */
  readonly opened: Promise<void>;
  readonly #socket: WebSocket;
  #listener: WireListener | null = null;

  constructor(url: URL) {
    const socket = new WebSocket(url);
    this.#socket = socket;
    this.opened = new Promise((resolve, reject) => {
      socket.onopen = () => resolve();
      socket.onclose = (event) => {
        const reason = event.reason || `closed with code ${event.code}`;
        reject(new Error(`Cannot connect to ${url.host}: ${reason}`));
        this.#listener?.closed(reason);
      };
    });
    socket.onmessage = ({ data }) => {
      if (typeof data === "string") this.#listener?.text(data);
    };
  }

  listen(listener: WireListener): void {
    this.#listener = listener;
  }

  send(text: string): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(text);
  }

  close(): void {
    this.#socket.close();
  }
}
