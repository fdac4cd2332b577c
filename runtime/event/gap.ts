import * as z from "zod";

/** What a connection is told first when events that it asked for are lost. */
export const GAP = {
  method: "sys.event.on_gap",
  when:
    "First of all, to a connection that came with `?after=`: the log has forgotten events after that one. It has no `event_id` itself.",
  params: z.object({
    after: z.int().describe("the `event_id` that the connection named"),
    first_event_id: z.int().describe("of the oldest event that is left"),
  }),
};
