import type { Audience } from "../event/audience.ts";
import type { EventRouter, Subscription } from "../event/router.ts";
import type { Notification } from "../event/notification.ts";
import { asciiJson } from "./ascii_json.ts";
import type { Caller, Rights } from "./caller.ts";
import type { Rpc } from "./rpc.ts";

/** A connection that carries texts both ways. Sending never waits. */
export interface Line {
  send(text: string): void;
  /** Bytes that `send` took and the network has not. */
  readonly backlog: number;
  close(reason: string): void;
}

export interface SessionOptions {
  /** What events it wants; null: none. */
  readonly audience: Audience | null;
  /** Events go without the `jsonrpc` member. */
  readonly legacy: boolean;
  readonly rights: Rights;
}

/** With so many bytes of replies unread a client is not worth more. */
const MOST_BACKLOG = 16 << 20;

/** One connection: requests come up, replies and events go down. */
export class RpcSession {
  readonly #rpc: Rpc;
  readonly #line: Line;
  readonly #caller: Caller;
  readonly #subscription: Subscription | null = null;
  #open = true;

  constructor(
    rpc: Rpc,
    events: EventRouter,
    line: Line,
    { audience, legacy, rights }: SessionOptions,
  ) {
    this.#rpc = rpc;
    this.#line = line;
    if (audience) {
      this.#subscription = events.join({
        send: (event) => this.#send(notificationText(event, legacy)),
        get backlog() {
          return line.backlog;
        },
        cut: (reason) => line.close(reason),
      }, audience);
    }
    this.#caller = {
      bearer: rights.bearer,
      allows: (scope) => rights.allows(scope),
      legacy,
      created: (resId) => this.#subscription?.own(resId),
      adopts: (resId) => this.#subscription?.adopt(resId),
      hold: () => this.#subscription?.hold() ?? (() => {}),
    };
  }

  /** A message came; what it asks for is answered on the same line. */
  async message(message: string | Uint8Array): Promise<void> {
    const reply = await this.#rpc.answer(message, this.#caller);
    if (reply === null || !this.#open) return;
    this.#send(reply);
    if (this.#line.backlog > MOST_BACKLOG) this.#line.close("too slow");
  }

  /** The connection is gone. */
  closed(): void {
    this.#open = false;
    this.#subscription?.leave();
  }

  #send(text: string): void {
    if (this.#open) this.#line.send(text);
  }
}

function notificationText(event: Notification, legacy: boolean): string {
  return asciiJson(legacy ? event : { jsonrpc: "2.0", ...event });
}
