import assert from "node:assert/strict";
import { milliseconds } from "../../runtime/base/units.ts";
import { reportingPair } from "../support/reporting_pair.ts";

const MINUTE = 60_000;
/** A datagram comes between two beats: its time is known to one of them. */
const BEAT = 20;

Deno.test("RFC 3550 §6.4.1: both ends of a call learn how long its way is", async () => {
  const manner = { delay: milliseconds(70), lossPercent: 0 };
  const { clock, statistics, stop } = await reportingPair(manner);
  clock.wind(MINUTE);
  for (const one of statistics()) {
    const { roundTripMs, remoteLost, remoteFractionLost } = one;
    assert.ok(roundTripMs !== null);
    assert.ok(Math.abs(roundTripMs - 140) < BEAT, `${roundTripMs} ms`);
    assert.deepEqual([remoteLost, remoteFractionLost], [0, 0]);
    assert.equal(one.jitterMs, 0);
    assert.equal(one.remoteJitterMs, 0);
    assert.ok(one.rtcpSent >= 9, `${one.rtcpSent} reports in a minute`);
    assert.equal(one.rtcpRefused, 0);
  }
  stop();
});

Deno.test("RFC 3550 A.3: both ends of a call learn what the other has lost", async () => {
  const manner = { delay: milliseconds(10), lossPercent: 5 };
  const { clock, wire, statistics, stop } = await reportingPair(manner);
  clock.wind(5 * MINUTE);
  const both = statistics();
  const lost = both.map((one) => one.remoteLost ?? 0);
  const missed = both.map((one) => one.packetsLost);
  // A report tells what was known up to 6.2 s before
  const atMost = 6.2 * 50;
  both.forEach((_, n) => {
    const late = missed[1 - n] - lost[n];
    assert.ok(late >= 0 && late < 0.2 * atMost, `${missed} lost, ${lost} told`);
  });
  assert.ok(wire.lost - missed[0] - missed[1] < 5, `${wire.lost} lost`);
  const fractions = both.map((one) => one.remoteFractionLost ?? 0);
  for (const fraction of fractions) assert.ok(fraction > 0 && fraction < 0.15);
  stop();
});
