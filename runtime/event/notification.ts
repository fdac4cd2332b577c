import type { EventParams } from "../store/event_log.ts";
import type { EventRow } from "./event_row.ts";
import { EVENTS, type NodeEvent } from "./events.ts";

/** An event as JSON-RPC tells it: without an id, nobody answers it. */
export interface Notification {
  readonly method: string;
  readonly params: EventParams;
}

/**
 * Tells an event in the words of the specification: members in its order,
 * then what this node adds.
 */
export function notificationOf(event: NodeEvent): Notification {
  // Each row takes the events of its own type, which TypeScript cannot follow.
  const row = EVENTS[event.type] as EventRow<NodeEvent>;
  return { method: row.method, params: row.tell(event) };
}
