import assert from "node:assert/strict";
import { type CallRecord, Tally } from "../../runtime/load/tally.ts";
import { NO_STATISTICS } from "../../runtime/media/no_statistics.ts";

const STATISTICS = {
  ...NO_STATISTICS,
  packetsReceived: 500,
  packetsSent: 500,
  packetsLost: 1,
  speechLevel: -20,
};
const RECORD: CallRecord = {
  caller: "1000000",
  callId: "abc",
  heard: "159159",
  broken: false,
  statistics: STATISTICS,
};

function tallied(record: Partial<CallRecord>, expected = "159"): Tally {
  const tally = new Tally(expected);
  tally.answered(4);
  tally.ended({ ...RECORD, ...record });
  return tally;
}

for (const heard of ["159", "159159", "1591", "59159"]) {
  Deno.test(`who hears ${heard} has heard a prompt that says 159`, () => {
    const { unheard, marred, faults } = tallied({ heard });
    assert.deepEqual([unheard, marred, faults], [0, 0, []]);
  });
}

for (const heard of ["", "15", "1519", "115599"]) {
  Deno.test(`who hears "${heard}" has not heard a prompt that says 159`, () => {
    const { unheard, marred, faults } = tallied({ heard });
    assert.deepEqual([unheard, marred], [1, 0]);
    assert.deepEqual(faults, [
      `1000000 (abc) heard keys "${heard}" and speech of -20.0 dBm0`,
    ]);
  });
}

for (const heard of ["159179", "1592159", "15959"]) {
  Deno.test(`who hears ${heard} has not always heard 159 as it is`, () => {
    const { unheard, marred, faults } = tallied({ heard });
    assert.deepEqual([unheard, marred, faults.length], [0, 1, 1]);
  });
}

Deno.test("where no keys are expected any speech is enough", () => {
  const silent = { ...STATISTICS, speechLevel: null };
  assert.equal(tallied({ heard: "" }, "").unheard, 0);
  assert.equal(tallied({ heard: "", statistics: silent }, "").unheard, 1);
});

Deno.test("a call that the other side ended is named", () => {
  const { broken, faults } = tallied({ broken: true });
  assert.equal(broken, 1);
  assert.deepEqual(faults, ["1000000 (abc) was ended by the other side"]);
});

Deno.test("packets are summed over the calls", () => {
  const tally = tallied({});
  tally.answered(5);
  tally.ended(RECORD);
  assert.equal(tally.packets.packetsReceived, 1000);
  assert.equal(tally.packets.packetsLost, 2);
  assert.deepEqual([tally.up, tally.peak, tally.done], [0, 1, 2]);
});
