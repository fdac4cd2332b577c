import assert from "node:assert/strict";
import { EVENTS as EVENT_ROWS } from "../../runtime/event/events.ts";
import { testEvent, testFunction } from "./rows.ts";
import type { SpecEvent, SpecFunction } from "./specification.ts";

const RES_ID = ["res_id", "str"] as const;
const OF_CONF = { members: [RES_ID], needed: ["res_id"] };

/** What applications ask of a conference, beside `sys.call.rst`. */
const FUNCTIONS: Readonly<Record<string, Omit<SpecFunction, "held">>> = {
  construct: {
    members: [
      ["max_seconds", "int"],
      ["bg_file", "str"],
      ["record_file", "str"],
      ["parts_threshold", "int", 1],
      ["user_data", "str"],
    ],
    needed: ["max_seconds"],
  },
  exists: OF_CONF,
  nop: OF_CONF,
  release: OF_CONF,
  play_start: {
    members: [RES_ID, ["content", "str, list"], ["is_loop", "bool", false]],
    needed: ["res_id", "content"],
  },
  play_stop: OF_CONF,
  record_start: {
    members: [
      RES_ID,
      ["max_seconds", "int"],
      ["record_file", "str"],
      ["record_format", "int", 2],
    ],
    needed: ["res_id", "max_seconds", "record_file"],
  },
  record_stop: OF_CONF,
  set_part_voice_mode: {
    members: [RES_ID, ["call_res_id", "str"], ["mode", "int"]],
    needed: ["res_id", "call_res_id", "mode"],
  },
  set_parts_threshold: {
    members: [RES_ID, ["value", "int"]],
    needed: ["res_id", "value"],
  },
  get_parts: OF_CONF,
};

const ENDED = [
  RES_ID,
  ["begin_time", "int"],
  ["end_time", "int"],
  ["user_data", "str"],
] as const;

const EVENTS: Readonly<Record<string, Omit<SpecEvent, "held">>> = {
  on_released: { members: ENDED },
  on_play_completed: { members: ENDED },
  on_record_completed: { members: [...ENDED, ["record_file", "str"]] },
};

for (const [name, row] of Object.entries(FUNCTIONS)) {
  testFunction(`sys.conf.${name}`, row);
}

for (const [name, row] of Object.entries(EVENTS)) {
  testEvent(`sys.conf.${name}`, row);
}

Deno.test("no event of a conference has an error", () => {
  const rows = Object.values(EVENT_ROWS)
    .filter(({ method }) => method.startsWith("sys.conf."));
  assert.equal(rows.length, Object.keys(EVENTS).length);
  for (const { method, params } of rows) {
    assert.ok(!Object.hasOwn(params.shape, "error"), method);
  }
});
