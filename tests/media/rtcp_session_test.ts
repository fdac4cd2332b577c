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

/** The two times of a sender report (RFC 3550 §6.4.1): NTP in s, RTP. */
function timesOf(report: Uint8Array): readonly [ntp: number, rtp: number] {
  const view = new DataView(report.buffer, report.byteOffset);
  return [view.getUint32(8) + view.getUint32(12) / 2 ** 32, view.getUint32(16)];
}

const CLOCKS = [["pcma", 8, 8000], ["opus", 111, 48_000]] as const;
for (const [codec, payloadType, rate] of CLOCKS) {
  Deno.test(`RFC 3550 §6.4.1: reports of ${codec} tell the time in ${rate} Hz`, async () => {
    const manner = { delay: milliseconds(10), lossPercent: 2 };
    const receive = [{ payloadType, codec }];
    const opus = { bitrate: 32_000, fec: true, dtx: false, constant: false };
    const { clock, wire, statistics, stop } = await reportingPair(manner, {
      codec,
      sendPayloadType: payloadType,
      receive,
      ...codec === "opus" && { opus },
    });
    clock.wind(MINUTE);
    const [{ from: { address } }] = wire.carried;
    const reports = wire.carried.filter(({ from, bytes }) =>
      from.address === address && bytes[1] === 200
    );
    assert.ok(reports.length > 8, `${reports.length} reports`);
    const times = reports.map(({ bytes }) => timesOf(bytes));
    for (let n = 1; n < times.length; n++) {
      const [[ntp, rtp], [before, rtpBefore]] = [times[n], times[n - 1]];
      const ticks = rtp - rtpBefore >>> 0;
      const off = ticks / rate - (ntp - before);
      assert.ok(Math.abs(off) < 2e-3, `${off} s off`);
    }
    for (const { jitterMs, remoteJitterMs } of statistics()) {
      assert.deepEqual([jitterMs, remoteJitterMs], [0, 0]);
    }
    stop();
  });
}
