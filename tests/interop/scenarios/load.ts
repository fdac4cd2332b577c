import assert from "node:assert/strict";
import { answered, ended } from "../../support/sipp_calls.ts";
import { pause } from "../../support/sipp_steps.ts";
import type { Scenario } from "./scenario.ts";

const CALLS = 100;

/** Calls side by side. */
export const LOAD: readonly Scenario[] = [
  {
    id: "load",
    holds: "RFC 3261 §13.3.1: a hundred calls of a second, twenty each second",
    options: ["-m", `${CALLS}`, "-r", "20"],
    steps: [...answered(), pause(1000), ...ended()],
    then: ({ of }) => {
      assert.equal(of("incoming").length, CALLS);
      const byPeer = of("released").filter((r) => r.dropped_by === "usr");
      assert.equal(byPeer.length, CALLS);
    },
  },
];
