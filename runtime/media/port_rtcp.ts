import type { Chance } from "../base/chance.ts";
import type { Clock } from "../base/clock.ts";
import {
  durationOf,
  type Hertz,
  type Milliseconds,
  milliseconds,
  type SampleCount,
  samplesIn,
} from "../base/units.ts";
import type { Engine, EngineStatistics } from "../core/engine.ts";
import type { SocketAddress } from "../net/datagram.ts";
import { ArrivalJitter } from "../rtp/arrival_jitter.ts";
import { ReportInterval } from "../rtp/report_interval.ts";
import { Reports } from "../rtp/reports.ts";
import { parseRtcp, type RtcpPacket } from "../rtp/rtcp.ts";
import { payloadTypeOf } from "../rtp/header.ts";
import { RtcpSource } from "../rtp/rtcp_source.ts";
import { clockRateOf } from "../sdp/codec.ts";
import type { AudioCodec, RtpStream } from "../sdp/stream.ts";
import type { RtcpStatistics, RtpTotals } from "./statistics.ts";
import type { PortSockets } from "./port_sockets.ts";

/** What the RTCP of a port works with. */
export interface RtcpSurroundings {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly chance: Chance;
  /** When the core's RTP clock was what it says. */
  lastBeat(): Milliseconds;
}

/** Fractions of loss come in 256ths (RFC 3550 §6.4.1). */
const WHOLE = 256;
const KILO = 1000;

/** The RTCP of one port: reports go out and come in beside its RTP. */
export class PortRtcp {
  readonly #index: number;
  readonly #around: RtcpSurroundings;
  readonly #sockets: PortSockets;
  /** Whose RTP the port takes. */
  readonly #rtp: { readonly destination: SocketAddress | null };
  readonly #source: RtcpSource;
  readonly #reports: Reports;
  readonly #jitter = new ArrivalJitter();
  #interval: ReportInterval | null = null;
  #isMuxed = false;
  #isSecret = false;
  /** What we send, and what of that which comes has another clock than most. */
  #codec: AudioCodec = "pcma";
  #opusType = NaN;
  #received = 0;
  #sent = 0;
  #refused = 0;

  constructor(
    index: number,
    sockets: PortSockets,
    rtp: { readonly destination: SocketAddress | null },
    around: RtcpSurroundings,
  ) {
    this.#index = index;
    this.#sockets = sockets;
    this.#rtp = rtp;
    this.#around = around;
    this.#source = new RtcpSource(around.clock);
    this.#reports = new Reports(around.clock, around.chance);
    // What comes is stamped from the first question on.
    sockets.rtp.age();
    sockets.rtcp.age();
  }

  /** The session begins with the first stream that leads anywhere. */
  setStream(
    { remote, rtcp, codec, receive }: Pick<
      RtpStream,
      "remote" | "rtcp" | "codec" | "receive"
    >,
    isSecret: boolean,
  ): void {
    // RFC 7160 §4.1: what comes by another clock is of another SSRC
    const isOther = clockRateOf(codec) !== this.#clockRate;
    if (isOther && this.#counts.packetsSent > 0) this.#goodbye();
    const opus = receive.find((format) => format.codec === "opus");
    this.#codec = codec;
    this.#opusType = opus?.payloadType ?? NaN;
    const { chance, clock } = this.#around;
    this.#isMuxed = rtcp.mux;
    this.#isSecret = isSecret;
    this.#source.signal(remote, rtcp);
    if (remote) this.#interval ??= new ReportInterval(chance, clock.now());
  }

  /** RTP of the peer's has come that `isLookedAt`. */
  hear(packet: Uint8Array): void {
    const age = this.#sockets.rtp.age();
    const arrival = milliseconds(this.#around.clock.now() - age);
    const isOpus = payloadTypeOf(packet) === this.#opusType;
    const rate = clockRateOf(isOpus ? "opus" : "pcma");
    this.#jitter.note(packet, arrival, rate / KILO);
  }

  /** RTCP has come to one of the sockets; false when it was refused. */
  receive(
    datagram: Uint8Array,
    from: SocketAddress,
    at: keyof PortSockets,
  ): boolean {
    const taken = this.#takes(datagram, from, at);
    if (taken) this.#received++;
    else this.#refused++;
    return taken;
  }

  /** Sends a report when it is due. */
  beat(now: Milliseconds): void {
    if (this.#interval?.isDue(now)) this.#send(this.#counts);
  }

  statistics(): RtcpStatistics {
    const { roundTrip, aboutUs, missedByPeer } = this.#reports;
    return {
      roundTripMs: roundTrip,
      remoteLost: aboutUs && aboutUs.lost,
      remoteLossShare: missedByPeer,
      remoteFractionLost: aboutUs && aboutUs.fractionLost / WHOLE,
      remoteJitterMs: aboutUs && this.#inMs(aboutUs.jitter),
      jitterMs: this.#jitter.value,
      rtcpReceived: this.#received,
      rtcpSent: this.#sent,
      rtcpRefused: this.#refused,
    };
  }

  addTo(totals: RtpTotals): void {
    totals.rtcpReceived += this.#received;
    totals.rtcpSent += this.#sent;
    totals.rtcpRefused += this.#refused;
  }

  close(): void {
    this.#goodbye();
    this.#sockets.rtcp.close();
  }

  /** Where we have ever said anything (RFC 3550 §6.3.7). */
  #goodbye(): void {
    const counts = this.#counts;
    if (this.#sent > 0 || counts.packetsSent > 0) this.#send(counts, true);
  }

  /** The core's, but for jitter: it knows arrival to a beat alone. */
  get #counts(): EngineStatistics {
    const jitterSamples = this.#jitter.units;
    return { ...this.#around.engine.statistics(this.#index), jitterSamples };
  }

  #takes(
    datagram: Uint8Array,
    from: SocketAddress,
    at: keyof PortSockets,
  ): boolean {
    const standing = this.#source.standing(from, this.#rtp.destination);
    if (standing === "stranger") return false;
    const plain = this.#opened(datagram);
    const packets = plain && parseRtcp(plain);
    if (packets === null || typeof packets === "string") return false;
    const counts = this.#counts;
    if (standing === "newcomer") {
      if (!knowsStream(packets, counts.remoteSsrc)) return false;
      this.#source.learn(from);
    }
    this.#reports.take(packets, counts, this.#sockets[at].age());
    return true;
  }

  #send(counts: EngineStatistics, bye = false): void {
    const to = this.#source.destination(this.#rtp.destination);
    if (!to) return;
    const { rtp, rtcp } = this.#sockets;
    const socket = this.#isMuxed ? rtp : rtcp;
    const { clock, lastBeat } = this.#around;
    const sinceBeat = milliseconds(clock.now() - lastBeat());
    const rtpTimestamp = counts.rtpTimestamp +
      samplesIn(sinceBeat, this.#clockRate);
    const report = this.#reports.next({ ...counts, rtpTimestamp }, bye);
    socket.send(this.#closed(report), to);
    this.#sent++;
  }

  /** What has come as RTCP; null where it should be SRTCP and is not. */
  #opened(datagram: Uint8Array): Uint8Array | null {
    if (!this.#isSecret) return datagram;
    return this.#around.engine.openControl(this.#index, datagram);
  }

  /** RTCP as it goes out. */
  #closed(report: Uint8Array): Uint8Array {
    if (!this.#isSecret) return report;
    return this.#around.engine.protectControl(this.#index, report);
  }

  /** Of our timestamps. */
  get #clockRate(): Hertz {
    return clockRateOf(this.#codec) as Hertz;
  }

  #inMs(timestamps: number): Milliseconds {
    return durationOf(timestamps as SampleCount, this.#clockRate);
  }
}

/** A report that bears the SSRC of the RTP that comes. */
function knowsStream(
  packets: readonly RtcpPacket[],
  remoteSsrc: number | null,
): boolean {
  return remoteSsrc !== null &&
    packets.some((one) => one.type !== "bye" && one.ssrc === remoteSsrc);
}
