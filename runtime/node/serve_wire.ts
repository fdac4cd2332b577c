import type { Wire } from "../client/mod.ts";
import type { Audience } from "../event/audience.ts";
import type { EventRouter } from "../event/router.ts";
import type { Rpc } from "../rpc/rpc.ts";
import { RpcSession } from "../rpc/session.ts";

/** Serves an application of this process as one of the network would be. */
export function serveWire(
  wire: Wire,
  rpc: Rpc,
  events: EventRouter,
  audience: Audience,
): void {
  const line = {
    send: (text: string) => wire.send(text),
    backlog: 0,
    close: () => wire.close(),
  };
  const session = new RpcSession(rpc, events, line, {
    audience,
    legacy: false,
    rights: { bearer: audience.kind, allows: () => true },
  });
  wire.listen({
    text: (text) => void session.message(text),
    closed: () => session.closed(),
  });
}
