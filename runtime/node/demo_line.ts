import { type Wire, wirePair } from "../client/mod.ts";
import type { EventRouter } from "../event/router.ts";
import type { Rpc } from "../rpc/rpc.ts";
import { RpcSession } from "../rpc/session.ts";

/**
 * Connects an application of this process as a network would: the returned end
 * is its own. It is told of the calls that nobody else takes.
 */
export function fallbackLine(rpc: Rpc, events: EventRouter): Wire {
  const [theirs, ours] = wirePair();
  const line = {
    send: (text: string) => ours.send(text),
    backlog: 0,
    close: () => ours.close(),
  };
  const session = new RpcSession(rpc, events, line, {
    audience: { kind: "fallback" },
    legacy: false,
    allows: () => true,
  });
  ours.listen({
    text: (text) => void session.message(text),
    closed: () => session.closed(),
  });
  return theirs;
}
