import * as z from "zod";
import type { ConfEvent } from "../conf/events.ts";
import { eventRow, type EventRows } from "./event_row.ts";
import { resId, time, userData } from "./members.ts";

const ENDED = {
  res_id: resId,
  begin_time: time,
  end_time: time,
  user_data: userData,
};

/** What the node tells of its conferences (`spec/semantics.md` §8). */
export const CONF_EVENTS = {
  conferencePlayCompleted: eventRow(
    "sys.conf.on_play_completed",
    "A play to a conference is over: at its end, stopped, with the conference, or because it could not be played: `reason` says which sound, and why.",
    {
      ...ENDED,
      reason: z.string().nullable()
        .describe("what could not be played, and why, or null"),
    },
  ),
  conferenceRecordCompleted: eventRow(
    "sys.conf.on_record_completed",
    "A recording of a conference is complete on disk. `reason` is `silence` after `max_silence_seconds` of it, `max_seconds`, or what went wrong with the file.",
    {
      ...ENDED,
      record_file: z.string().describe("its name as it was given"),
      seconds: z.number().describe("how long it plays"),
      bytes: z.int().describe("how large the file is"),
      reason: z.string().nullable()
        .describe("what ended it where nobody did, or null"),
    },
  ),
  conferenceReleased: eventRow(
    "sys.conf.on_released",
    "The conference is over: released, dissolved, or after `max_seconds`. Its members, what it played and what it recorded have been told of before.",
    ENDED,
  ),
} satisfies EventRows<ConfEvent>;
