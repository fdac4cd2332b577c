import type { Wire } from "./wire.ts";

/** Sees every message that passes: "up" to the node, "down" from it. */
export type Tap = (direction: "up" | "down", text: string) => void;

/** The same wire, with somebody listening in. */
export function tapped(wire: Wire, tap: Tap): Wire {
  return {
    send(text) {
      tap("up", text);
      wire.send(text);
    },
    listen: (listener) =>
      wire.listen({
        text(text) {
          tap("down", text);
          listener.text(text);
        },
        closed: (reason) => listener.closed(reason),
      }),
    close: () => wire.close(),
  };
}
