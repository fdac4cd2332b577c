import assert from "node:assert/strict";
import { answered, ended } from "../../support/sipp_calls.ts";
import { pause, play } from "../../support/sipp_steps.ts";
import type { Scenario } from "./scenario.ts";

/** Where Debian's sip-tester keeps its captures. */
const CAPTURES = "/usr/share/sip-tester";

/** A capture of a key, and time for it: it lasts less than a second. */
function pressed(name: string): string[] {
  return [play(`${CAPTURES}/dtmf_2833_${name}.pcap`), pause(1000)];
}

/** Keys by RFC 4733 events. */
export const KEYS: readonly Scenario[] = [
  {
    id: "events",
    holds: "RFC 4733 §2.5.1: keys by events between speech are each heard once",
    steps: [
      ...answered(),
      pause(300),
      play(`${CAPTURES}/g711a.pcap`),
      pause(9000),
      ...["1", "5", "9", "star"].flatMap(pressed),
      ...ended(),
    ],
    then: ({ of }) => {
      const keys = of("receive_dtmf_completed").map((got) => got.keys);
      assert.deepEqual(keys, ["159*"]);
    },
  },
];
