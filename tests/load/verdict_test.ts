import assert from "node:assert/strict";
import { readOptions } from "../../runtime/load/options.ts";
import { type Report, reportOf } from "../../runtime/load/report.ts";
import { Tally } from "../../runtime/load/tally.ts";
import { faultsIn } from "../../runtime/load/verdict.ts";

const PACING = { gaps: 0, strayP50: 0, strayP99: 0, strayP999: 0, strayMax: 0 };
const BEATS = { beats: 9, late: 0, skipped: 0, overBudget: 0 };

/** Of one call that went well, but for what `spoil` does to it. */
function report(
  spoil: (tally: Tally) => void,
  { skipped = 0, unreleased = 0 } = {},
): Report {
  const tally = new Tally("159");
  [tally.begun, tally.done, tally.pressed] = [1, 1, 1];
  tally.packets.packetsReceived = 999_999;
  spoil(tally);
  return reportOf({
    tally,
    seconds: 10,
    pacing: PACING,
    acknowledged: 1,
    unreleased,
    server: null,
    timers: null,
    ownCpu: 0,
    ownRss: 0,
    ownBeats: { ...BEATS, skipped },
  });
}

function faults(of: Report, args: string[] = []): string[] {
  const options = readOptions(["--node", ...args]);
  return options ? faultsIn(of, options) : ["no options"];
}

Deno.test("a call that went well is no fault", () => {
  assert.deepEqual(faults(report(() => {})), []);
});

const SPOILT: readonly [string, (tally: Tally) => void][] = [
  ["1 calls refused by 503", (t) => t.refused.set(503, 1)],
  ["1 calls ended by the other side", (t) => t.broken = 1],
  ["1 callers did not hear the prompt", (t) => t.unheard = 1],
  [
    "1 callers did not hear the prompt whole each time",
    (t) => t.marred = 1,
  ],
  ["1 packets lost", (t) => t.packets.packetsLost = 1],
  ["1 callers pressed keys in vain", (t) => t.pressed = 2],
  ["1 or more calls expected, none was up", (t) => t.done = 0],
];

for (const [fault, spoil] of SPOILT) {
  Deno.test(`the verdict names it: ${fault}`, () => {
    assert.deepEqual(faults(report(spoil)), [fault]);
  });
}

Deno.test("the verdict names it: a call that the node has kept", () => {
  const kept = report(() => {}, { unreleased: 1 });
  assert.deepEqual(faults(kept), ["1 calls not released"]);
});

Deno.test("one packet in a million may be lost where that is tolerated", () => {
  const lost = (count: number) =>
    report(({ packets }) => packets.packetsLost = count);
  assert.deepEqual(faults(lost(1), ["--tolerate", "1"]), []);
  assert.deepEqual(faults(lost(2), ["--tolerate", "1"]), ["2 packets lost"]);
});

Deno.test("who stood still himself does not blame others for the sound he missed", () => {
  assert.deepEqual(faults(report((t) => t.marred = 1, { skipped: 1 })), []);
});
