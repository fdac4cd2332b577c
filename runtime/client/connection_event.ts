import { isRecord } from "./record.ts";

/** What becomes of the connection to the node. */
export type ConnectionEvent =
  /** It broke; it is being opened again. */
  | { readonly type: "broken"; readonly reason: string }
  /** It is whole again, and what waited for a reply was sent once more. */
  | { readonly type: "resumed" }
  /** The node has forgotten events from `after` up to `firstEventId`. */
  | Gap;

export interface Gap {
  readonly type: "gap";
  /** The last event that came. */
  readonly after: number;
  /** The oldest that the node still has. */
  readonly firstEventId: number;
}

/** Reads the notification of a gap; null when it is another. */
export function readGap(method: string, params: unknown): Gap | null {
  if (method !== "sys.event.on_gap" || !isRecord(params)) return null;
  const { after, first_event_id: firstEventId } = params;
  return typeof after === "number" && typeof firstEventId === "number"
    ? { type: "gap", after, firstEventId }
    : null;
}
