import type { EventRow } from "../event/event_row.ts";
import { EVENTS, type NodeEvent } from "../event/events.ts";
import { GAP } from "../event/gap.ts";
import { memberTable } from "./member_table.ts";
import { SAMPLE_EVENTS } from "./sample_events.ts";

/** What the reference says of the events, in Markdown. */
export function eventReference(): string[] {
  return [
    ...Object.values(SAMPLE_EVENTS).flatMap(eventText),
    ...["", `### ${GAP.method}`, "", GAP.when, ""],
    ...memberTable(GAP.params),
  ];
}

function eventText(sample: NodeEvent): string[] {
  const row = EVENTS[sample.type] as EventRow<NodeEvent>;
  return [
    ...["", `### ${row.method}`, "", row.when, ""],
    ...memberTable(row.params),
    ...["", "```json", JSON.stringify(row.tell(sample), null, 2), "```"],
  ];
}
