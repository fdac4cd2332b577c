import type { PortStatistics } from "../media/statistics.ts";
import type { CallEvent } from "./events.ts";

/** What is left of a call: what its end told, and what its media port counted. */
export interface DetailRecord {
  readonly released: Extract<CallEvent, { type: "released" }>;
  /** Null where the call never had a media port. */
  readonly media: PortStatistics | null;
}
