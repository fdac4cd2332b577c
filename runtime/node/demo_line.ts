import { type Wire, wirePair } from "../client/mod.ts";
import type { EventRouter } from "../event/router.ts";
import type { Rpc } from "../rpc/rpc.ts";
import { serveWire } from "./serve_wire.ts";

/** The end of an application that is told of the calls that nobody else takes. */
export function fallbackLine(rpc: Rpc, events: EventRouter): Wire {
  const [theirs, ours] = wirePair();
  serveWire(ours, rpc, events, { kind: "fallback" });
  return theirs;
}
