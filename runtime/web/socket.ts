import type { EventRouter } from "../event/router.ts";
import type { Rights } from "../rpc/caller.ts";
import type { Rpc } from "../rpc/rpc.ts";
import { RpcSession } from "../rpc/session.ts";
import type { Wishes } from "./wishes.ts";

/** A silent peer is pinged; one that does not answer within that is gone. */
const IDLE_SECONDS = 15;
/** RFC 6455 §7.4.1, and its registry. */
const GOING_AWAY = 1001;
const TRY_AGAIN_LATER = 1013;

/** The WebSocket connections of the node. */
export class Sockets {
  readonly #rpc: Rpc;
  readonly #events: EventRouter;
  readonly #idleSeconds: number;
  readonly #open = new Map<WebSocket, RpcSession>();

  constructor(rpc: Rpc, events: EventRouter, idleSeconds = IDLE_SECONDS) {
    this.#rpc = rpc;
    this.#events = events;
    this.#idleSeconds = idleSeconds;
  }

  get size(): number {
    return this.#open.size;
  }

  /**
   * Makes a connection of a request.
   * @throws {TypeError} it does not ask for one as RFC 6455 §4.1 wants it
   */
  upgrade(request: Request, wishes: Wishes, rights: Rights): Response {
    const { socket, response } = Deno.upgradeWebSocket(request, {
      idleTimeout: this.#idleSeconds,
    });
    socket.binaryType = "arraybuffer";
    socket.onopen = () => this.#begin(socket, wishes, rights);
    socket.onclose = () => this.#end(socket);
    socket.onerror = () => this.#end(socket);
    return response;
  }

  closeAll(): void {
    for (const socket of [...this.#open.keys()]) {
      this.#end(socket);
      socket.close(GOING_AWAY, "the node stops");
    }
  }

  #begin(socket: WebSocket, wishes: Wishes, rights: Rights): void {
    const line = {
      send: (text: string) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(text);
      },
      /** One that closes takes nothing more: its events are for the next. */
      get backlog() {
        const open = socket.readyState === WebSocket.OPEN;
        return open ? socket.bufferedAmount : Infinity;
      },
      close: (reason: string) => {
        this.#end(socket);
        socket.close(TRY_AGAIN_LATER, reason);
      },
    };
    const options = { ...wishes, rights };
    const session = new RpcSession(this.#rpc, this.#events, line, options);
    this.#open.set(socket, session);
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) =>
      void session.message(
        typeof data === "string" ? data : new Uint8Array(data),
      );
  }

  #end(socket: WebSocket): void {
    this.#open.get(socket)?.closed();
    this.#open.delete(socket);
  }
}
