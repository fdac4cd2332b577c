import * as z from "zod";
import type { TrunkEvent } from "../trunk/events.ts";
import { eventRow, type EventRows } from "./event_row.ts";
import { resId, time } from "./members.ts";

/** What the node tells of its trunks. */
export const TRUNK_EVENTS = {
  trunkState: eventRow(
    "sys.trunk.on_state",
    "A trunk of the configuration file comes up (one of its hosts answers OPTIONS, and we are registered where we have to be), or goes down, or its registration does; told once for each trunk that is watched, and then of every change.",
    {
      res_id: resId,
      trunk: z.string().describe("its name in the configuration file"),
      state: z.enum(["up", "down"]),
      registered: z.boolean().nullable()
        .describe("null for a trunk where we do not register"),
      time,
    },
  ),
} satisfies EventRows<TrunkEvent>;
