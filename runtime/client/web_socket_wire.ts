import type { Wire, WireListener } from "./wire.ts";

/** What is used of a WebSocket. */
type Socket = Pick<
  WebSocket,
  | "readyState"
  | "onopen"
  | "onclose"
  | "onerror"
  | "onmessage"
  | "send"
  | "close"
>;

/** Makes a WebSocket, such as `globalThis.WebSocket`. */
export type SocketMaker = new (url: string) => Socket;

/** `WebSocket.OPEN` */
const OPEN = 1;

/** A wire over a WebSocket. */
export class WebSocketWire implements Wire {
  /** Rejects when the node cannot be reached or refuses. */
  readonly opened: Promise<void>;
  readonly #socket: Socket;
  #listener: WireListener | null = null;
  /** Came before anybody listened. */
  readonly #early: string[] = [];

  constructor(url: URL, Maker: SocketMaker = webSocketHere()) {
    const socket = new Maker(url.href);
    this.#socket = socket;
    this.opened = new Promise((resolve, reject) => {
      socket.onopen = () => resolve();
      socket.onclose = (event) => {
        const reason = event.reason || `closed with code ${event.code}`;
        reject(new Error(`Cannot connect to ${url.host}: ${reason}`));
        this.#listener?.closed(reason);
      };
    });
    // Its end follows and says the same; unheard, it would end a Node program.
    socket.onerror = () => {};
    socket.onmessage = ({ data }) => {
      if (typeof data !== "string") return;
      if (this.#listener) this.#listener.text(data);
      else this.#early.push(data);
    };
  }

  listen(listener: WireListener): void {
    this.#listener = listener;
    for (const text of this.#early.splice(0)) listener.text(text);
  }

  send(text: string): void {
    if (this.#socket.readyState === OPEN) this.#socket.send(text);
  }

  close(): void {
    this.#socket.close();
  }
}

function webSocketHere(): SocketMaker {
  if (typeof WebSocket !== "undefined") return WebSocket;
  throw new TypeError(
    "There is no WebSocket here: hand one in as `webSocket`, or start Node 20 " +
      "with --experimental-websocket",
  );
}
