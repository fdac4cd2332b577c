import type { Chance } from "../base/chance.ts";
import type { Clock } from "../base/clock.ts";
import { type Milliseconds, milliseconds } from "../base/units.ts";
import type { EngineStatistics } from "../core/engine.ts";
import { middleOf, middleUnits, ntpTime, ofMiddleUnits } from "./ntp.ts";
import { LEAST_INTERVAL } from "./report_interval.ts";
import type { ReportBlock, RtcpPacket } from "./rtcp.ts";
import { reportLength, type SenderFacts, writeReport } from "./rtcp_writer.ts";

/** What reports are made of: the core's counts of one port. */
export type StreamCounts = Pick<
  EngineStatistics,
  | "ssrc"
  | "packetsOfSsrc"
  | "octetsOfSsrc"
  | "rtpTimestamp"
  | "remoteSsrc"
  | "packetsReceived"
  | "packetsExpected"
  | "packetsMissing"
  | "highestSequence"
  | "jitterSamples"
>;

/** RFC 7022 §5: 96 bits of chance, here in letters and digits of 5.17 bits. */
const CNAME_LENGTH = 19;
const LARGEST_LOST = 0x7fffff;
/** Many peers count the time since our SR in whole milliseconds. */
const RESOLUTION = 1;

/** A sender report of the peer's, to be told back to it. */
interface HeardSr {
  readonly ssrc: number;
  readonly middleNtp: number;
  readonly at: Milliseconds;
}

/** How far the last report had counted. */
interface Counted {
  readonly ssrc: number | null;
  readonly received: number;
  readonly expected: number;
  readonly missing: number;
}

/**
 * What one RTP session reports to its peer and is told by it (RFC 3550 §6.4).
 * When that is due `ReportInterval` says.
 */
export class Reports {
  readonly #clock: Clock;
  /** Chance alone: it says nothing about anybody. */
  readonly #cname: string;
  readonly #bytes = new DataView(new ArrayBuffer(reportLength(CNAME_LENGTH)));
  /** Packets sent at the time of the last report, and of the one before. */
  #sentLast = 0;
  #sentBefore = 0;
  #counted: Counted = { ssrc: null, received: 0, expected: 0, missing: 0 };
  #heardSr: HeardSr | null = null;
  #roundTrip: Milliseconds | null = null;
  #aboutUs: ReportBlock | null = null;
  /** Packets that we had sent when that came. */
  #sentThen = 0;

  constructor(clock: Clock, chance: Chance) {
    this.#clock = clock;
    this.#cname = chance.token(CNAME_LENGTH);
  }

  /** There and back, as the peer's last report shows; null while unknown. */
  get roundTrip(): Milliseconds | null {
    return this.#roundTrip;
  }

  /** What the peer said last of our RTP. */
  get aboutUs(): ReportBlock | null {
    return this.#aboutUs;
  }

  /** Share of our packets that the peer had missed by then, 0 to 1. */
  get missedByPeer(): number | null {
    if (!this.#aboutUs || this.#sentThen === 0) return null;
    return Math.min(1, Math.max(0, this.#aboutUs.lost) / this.#sentThen);
  }

  /** The next report, and with `bye` the last one; valid until the next. */
  next(counts: StreamCounts, bye = false): Uint8Array {
    const length = writeReport({
      ssrc: counts.ssrc,
      sender: this.#senderFacts(counts),
      block: this.#block(counts),
      cname: this.#cname,
      bye,
    }, this.#bytes);
    return new Uint8Array(this.#bytes.buffer, 0, length);
  }

  /** Takes what the peer reports, and reported so long ago. */
  take(
    packets: readonly RtcpPacket[],
    counts: StreamCounts,
    age = milliseconds(0),
  ): void {
    for (const packet of packets) {
      // Who goes is told by SIP: BYE ends nothing here.
      if (packet.type === "bye") continue;
      if (packet.type === "senderReport" && packet.ssrc === counts.remoteSsrc) {
        const { ssrc, middleNtp } = packet;
        const at = milliseconds(this.#clock.now() - age);
        this.#heardSr = { ssrc, middleNtp, at };
      }
      const block = packet.blocks.find(({ ssrc }) => ssrc === counts.ssrc);
      if (block) this.#note(block, counts.packetsOfSsrc, age);
    }
  }

  /** §6.4: an SR where we sent since the last but one report, else an RR. */
  #senderFacts(counts: StreamCounts): SenderFacts | null {
    const { packetsOfSsrc: packets, octetsOfSsrc, rtpTimestamp } = counts;
    const isSender = packets !== this.#sentBefore;
    this.#sentBefore = this.#sentLast;
    this.#sentLast = packets;
    if (!isSender) return null;
    return {
      ntp: ntpTime(this.#clock.wall()),
      rtpTimestamp,
      packets,
      octets: octetsOfSsrc,
    };
  }

  /** §6.4.2: about who has sent since the last report, and nobody else. */
  #block(counts: StreamCounts): ReportBlock | null {
    const { remoteSsrc, packetsReceived, packetsMissing } = counts;
    const before = this.#counted;
    if (remoteSsrc === null || packetsReceived === before.received) return null;
    const fractionLost = fractionOf(counts, before);
    this.#counted = {
      ssrc: remoteSsrc,
      received: packetsReceived,
      expected: counts.packetsExpected,
      missing: packetsMissing,
    };
    return {
      ssrc: remoteSsrc,
      fractionLost,
      lost: Math.max(~LARGEST_LOST, Math.min(LARGEST_LOST, packetsMissing)),
      highestSequence: counts.highestSequence,
      jitter: counts.jitterSamples,
      ...this.#lastSrOf(remoteSsrc),
    };
  }

  #lastSrOf(ssrc: number): Pick<ReportBlock, "lastSr" | "delay"> {
    const heard = this.#heardSr;
    if (heard?.ssrc !== ssrc) return { lastSr: 0, delay: 0 };
    const since = milliseconds(this.#clock.now() - heard.at);
    return { lastSr: heard.middleNtp, delay: middleUnits(since) };
  }

  #note(block: ReportBlock, sent: number, age: Milliseconds): void {
    this.#aboutUs = block;
    this.#sentThen = sent;
    const trip = this.#tripOf(block, age);
    if (trip !== null) this.#roundTrip = trip;
  }

  /**
   * §6.4.1, figure 2. A trip of less than nothing, or one that lasts longer than
   * a report is away, is a mistake of the peer's and says nothing.
   */
  #tripOf(
    { lastSr, delay }: ReportBlock,
    age: Milliseconds,
  ): Milliseconds | null {
    if (lastSr === 0) return null;
    const came = milliseconds(this.#clock.wall() - age);
    const since = middleOf(ntpTime(came)) - lastSr >>> 0;
    const trip = ofMiddleUnits(since - delay);
    if (trip < -RESOLUTION || trip > LEAST_INTERVAL) return null;
    return milliseconds(Math.max(0, trip));
  }
}

/** RFC 3550 A.3, in 256ths; a sender that begins anew is counted anew. */
function fractionOf(counts: StreamCounts, before: Counted): number {
  const goesOn = counts.remoteSsrc === before.ssrc &&
    counts.packetsExpected >= before.expected;
  const expected = counts.packetsExpected - (goesOn ? before.expected : 0);
  const lost = counts.packetsMissing - (goesOn ? before.missing : 0);
  if (expected <= 0 || lost <= 0) return 0;
  return Math.min(255, Math.floor(256 * lost / expected));
}
