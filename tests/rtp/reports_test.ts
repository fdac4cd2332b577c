import assert from "node:assert/strict";
import { SeededChance } from "../../runtime/base/chance.ts";
import { HandClock } from "../../runtime/base/hand_clock.ts";
import { milliseconds } from "../../runtime/base/units.ts";
import { Reports, type StreamCounts } from "../../runtime/rtp/reports.ts";
import {
  parseRtcp,
  type ReportBlock,
  type RtcpPacket,
} from "../../runtime/rtp/rtcp.ts";

const OURS = 0x1111;
const THEIRS = 0x2222;
const COUNTS: StreamCounts = {
  ssrc: OURS,
  packetsOfSsrc: 100,
  octetsOfSsrc: 16_000,
  rtpTimestamp: 4_000_000_000,
  remoteSsrc: THEIRS,
  packetsReceived: 90,
  packetsExpected: 100,
  packetsMissing: 10,
  highestSequence: 0x1_0063,
  jitterSamples: 40,
};
const ABOUT_US: ReportBlock = {
  ssrc: OURS,
  fractionLost: 64,
  lost: 25,
  highestSequence: 99,
  jitter: 80,
  lastSr: 0,
  delay: 0,
};

function session() {
  const clock = new HandClock();
  const reports = new Reports(clock, new SeededChance(3));
  const report = (counts: Partial<StreamCounts> = {}) =>
    headOf(reports.next({ ...COUNTS, ...counts }));
  const take = (block: Partial<ReportBlock>) =>
    reports.take([
      {
        type: "receiverReport",
        ssrc: THEIRS,
        blocks: [{ ...ABOUT_US, ...block }],
      },
    ], COUNTS);
  return { clock, reports, report, take };
}

type Head = Exclude<RtcpPacket, { type: "bye" }>;

function headOf(bytes: Uint8Array): Head {
  const packets = parseRtcp(bytes);
  assert.ok(typeof packets !== "string", `${packets}`);
  assert.ok(packets[0].type !== "bye");
  return packets[0];
}

function middleNtpOf(head: Head): number {
  assert.ok(head.type === "senderReport");
  return head.middleNtp;
}

Deno.test("RFC 3550 §6.4: who has sent since the last but one report sends an SR", () => {
  const { report } = session();
  const kinds = [0, 5, 9, 9, 9, 12, 12, 12].map((packetsOfSsrc) =>
    report({ packetsOfSsrc }).type
  );
  assert.deepEqual(kinds, [
    "receiverReport",
    "senderReport",
    "senderReport",
    "senderReport",
    "receiverReport",
    "senderReport",
    "senderReport",
    "receiverReport",
  ]);
});

Deno.test("RFC 3550 §6.4.1: the sender's words are the time, the RTP time and the totals", () => {
  const { clock, reports } = session();
  clock.wind(250);
  const bytes = reports.next(COUNTS);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  assert.equal(view.getUint32(4), OURS);
  assert.equal(view.getUint32(8), 1_700_000_000 + 2_208_988_800);
  assert.equal(view.getUint32(12), 2 ** 30);
  assert.equal(view.getUint32(16), 4_000_000_000);
  assert.equal(view.getUint32(20), 100);
  assert.equal(view.getUint32(24), 16_000);
});

Deno.test("RFC 3550 §6.4.1: the block says what was received of the peer", () => {
  const { report } = session();
  assert.deepEqual(report().blocks, [{
    ssrc: THEIRS,
    fractionLost: 25,
    lost: 10,
    highestSequence: 0x1_0063,
    jitter: 40,
    lastSr: 0,
    delay: 0,
  }]);
});

for (
  const [what, expected, missing, received, fraction] of [
    ["half of what came since", 200, 60, 140, 128],
    ["nothing lost since", 200, 10, 190, 0],
    ["duplicates alone", 200, 5, 195, 0],
    ["all but one of many", 2100, 2009, 91, 255],
    ["a sender that begins anew", 50, 10, 130, 51],
  ] as const
) {
  Deno.test(`RFC 3550 A.3: the fraction lost of ${what} is ${fraction}/256`, () => {
    const { report } = session();
    report();
    const [block] = report({
      packetsExpected: expected,
      packetsMissing: missing,
      packetsReceived: received,
    }).blocks;
    assert.equal(block.fractionLost, fraction);
    assert.equal(block.lost, missing);
  });
}

Deno.test("RFC 3550 §8: another SSRC is counted by itself", () => {
  const { report } = session();
  report();
  const [block] = report({
    remoteSsrc: 9,
    packetsReceived: 190,
    packetsExpected: 400,
    packetsMissing: 100,
  }).blocks;
  assert.equal(block.ssrc, 9);
  assert.equal(block.fractionLost, 64);
});

for (const [missing, lost] of [[2 ** 24, 0x7fffff], [-(2 ** 24), -0x800000]]) {
  Deno.test(`RFC 3550 §6.4.1: ${missing} lost are clipped to 24 bits`, () => {
    const { report } = session();
    const [block] = report({ packetsMissing: missing }).blocks;
    assert.equal(block.lost, lost);
  });
}

Deno.test("RFC 3550 §6.4: there is no block about who has not sent since the last report", () => {
  const { report } = session();
  assert.equal(
    report({ remoteSsrc: null, packetsReceived: 0 }).blocks.length,
    0,
  );
  assert.equal(report().blocks.length, 1);
  assert.equal(report().blocks.length, 0);
  assert.equal(report({ packetsReceived: 91 }).blocks.length, 1);
});

Deno.test("RFC 3550 §6.4.1: LSR and DLSR tell the peer's last SR back to it", () => {
  const { clock, reports, report } = session();
  const sr = { type: "senderReport", ssrc: THEIRS, blocks: [] } as const;
  reports.take([{ ...sr, middleNtp: 0xb7052000 }], COUNTS);
  clock.wind(5250);
  const [block] = report().blocks;
  assert.equal(block.lastSr, 0xb7052000);
  assert.equal(block.delay, 5.25 * 65_536);
});

Deno.test("RFC 3550 §6.4.1: what a report has waited until it is read counts for nothing", () => {
  const { clock, reports, report } = session();
  const sent = middleNtpOf(report());
  clock.wind(100);
  const block = { ...ABOUT_US, lastSr: sent, delay: 0 };
  const sr = { type: "senderReport", ssrc: THEIRS } as const;
  const packets = [{ ...sr, middleNtp: 5, blocks: [block] }];
  reports.take(packets, COUNTS, milliseconds(20));
  assert.equal(Math.round(reports.roundTrip ?? NaN), 80);
  clock.wind(980);
  assert.equal(report({ packetsReceived: 91 }).blocks[0].delay, 65_536);
});

Deno.test("an SR of another source than the one that sends is not told back", () => {
  const { reports, report } = session();
  const sr = { type: "senderReport", ssrc: 77, blocks: [] } as const;
  reports.take([{ ...sr, middleNtp: 1 }], COUNTS);
  assert.equal(report().blocks[0].lastSr, 0);
});

Deno.test("RFC 3550 §6.4.1: the round trip is what is left of the time since our SR", () => {
  const { clock, reports, report, take } = session();
  assert.equal(reports.roundTrip, null);
  const lastSr = middleNtpOf(report());
  clock.wind(5125);
  take({ lastSr, delay: 5 * 65_536 });
  assert.equal(Math.round(reports.roundTrip ?? NaN), 125);
});

Deno.test("RFC 3550 §6.4.1: the round trip holds where the middle of NTP time runs over", () => {
  const { clock, reports, report, take } = session();
  // The middle 32 bits run over when the seconds are a multiple of 65,536
  const toEnd = 65_536 - (1_700_000_000 + 2_208_988_800) % 65_536;
  clock.wind(1000 * toEnd - 100);
  const lastSr = middleNtpOf(report());
  clock.wind(300);
  take({ lastSr, delay: 0.25 * 65_536 });
  assert.ok(lastSr > 0xffff_0000);
  assert.equal(Math.round(reports.roundTrip ?? NaN), 50);
});

for (
  const [what, shift, delay, trip] of [
    ["no SR seen yet", null, 0, null],
    ["a delay half a ms longer than the time that passed", 0, 3033, 0],
    ["a delay longer than the time that passed", 0, 6554, null],
    ["an SR that we shall send", 65_536, 0, null],
    ["a delay that was forgotten, of an old SR", -65_536 * 6, 0, null],
    ["a delay of 18 hours", 0, 0xffffffff, null],
  ] as const
) {
  Deno.test(`${what} gives ${trip === null ? "no" : "a"} round trip`, () => {
    const { clock, reports, report, take } = session();
    const sent = middleNtpOf(report());
    clock.wind(46);
    const lastSr = shift === null ? 0 : sent + shift >>> 0;
    take({ lastSr, delay });
    assert.equal(reports.roundTrip, trip);
    assert.equal(reports.aboutUs?.lost, 25);
  });
}

Deno.test("the peer's loss is a share of what was sent by the time of its report", () => {
  const { reports, take } = session();
  assert.equal(reports.missedByPeer, null);
  take({ lost: 25 });
  assert.equal(reports.missedByPeer, 25 / COUNTS.packetsOfSsrc);
  take({ lost: -3 });
  assert.equal(reports.missedByPeer, 0);
  take({ lost: 2 * COUNTS.packetsOfSsrc });
  assert.equal(reports.missedByPeer, 1);
});

Deno.test("what is said of others, and a goodbye, change nothing", () => {
  const { reports, take } = session();
  take({ ssrc: 0x3333 });
  reports.take([{ type: "bye", sources: [THEIRS, OURS] }], COUNTS);
  assert.equal(reports.aboutUs, null);
});

Deno.test("RFC 7022 §5: a CNAME is 96 bits of chance, another for each session", () => {
  const [one, two] = [1, 2].map((seed) => {
    const reports = new Reports(new HandClock(), new SeededChance(seed));
    const bytes = reports.next({
      ...COUNTS,
      packetsOfSsrc: 0,
      remoteSsrc: null,
    });
    return new TextDecoder().decode(bytes.slice(18));
  });
  assert.match(one, /^[0-9a-z]{19}\0+$/);
  assert.ok(19 * Math.log2(36) >= 96);
  assert.notEqual(one, two);
});
