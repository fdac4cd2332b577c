import { testEvent, testFunction } from "./rows.ts";
import type { SpecMember } from "./specification.ts";

/** What a notify call takes, and what it tells. */
const ERRAND: readonly SpecMember[] = [
  ["from_uri", "str"],
  ["to_uri", "str"],
  ["play_content", "str, list"],
  ["play_repeat", "int", 0],
  ["max_ring_seconds", "int", 50],
  ["user_data", "str"],
];
const RELEASED: readonly SpecMember[] = [
  ["res_id", "str"],
  ["error", "error"],
  ["begin_time", "int"],
  ["answer_time", "int"],
  ["end_time", "int"],
  ["dropped_by", "str"],
  ["user_data", "str"],
];

testFunction("ext.notify_call.construct", {
  members: ERRAND,
  needed: ["to_uri", "play_content"],
});
testEvent("ext.notify_call.on_released", { members: RELEASED });
