import type { MediaTotals } from "../media/statistics.ts";
import type { Alive } from "../sip/user_agent.ts";
import type { Trunk } from "../trunk/trunk.ts";
import type { ProcessFigures } from "./process_figures.ts";

/** All that is read of the node for one scrape. */
export interface Readings {
  readonly node: string;
  readonly ready: boolean;
  readonly calls: number;
  readonly conferences: number;
  readonly members: number;
  readonly ended: readonly [EndedCall, number][];
  readonly requests: readonly [method: string, count: number][];
  readonly errors: readonly [code: string, count: number][];
  readonly overlooked: readonly [method: string, count: number][];
  readonly replays: number;
  readonly events: readonly [method: string, count: number][];
  readonly eventsHeld: number;
  readonly eventsDelivered: number;
  readonly subscribers: number;
  readonly sockets: number;
  readonly sip: Alive;
  readonly turnedAway: readonly [status: string, count: number][];
  readonly trunks: readonly Trunk[];
  readonly silences: readonly [why: string, count: number][];
  readonly timers: number;
  readonly media: MediaTotals;
  readonly process: ProcessFigures;
}

/** A call that was, as it is counted. */
export interface EndedCall {
  readonly direction: "inbound" | "outbound";
  /** Class of the INVITE's final response, such as `2xx`. */
  readonly status: string;
}
