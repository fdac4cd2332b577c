import type { Clock } from "../base/clock.ts";
import { isSame, LEARNING_WINDOW, type RtpAddress } from "./source.ts";

/** What a source of RTCP is: to be believed, to be looked at, to be refused. */
export type Standing = "peer" | "newcomer" | "stranger";

/**
 * Decides whose RTCP a port takes, and where its own goes.
 *
 * It follows RTP (`source.ts`): where that goes as the SDP says, RTCP is at the
 * place the SDP names for it (RFC 3605); where RTP was learnt elsewhere, RTCP is
 * at the port behind that. Another port of the same host may be learnt, once and
 * in the window after the SDP exchange, as NATs choose ports freely; never
 * another host. With RTCP on RTP's own port (RFC 5761) there is but one peer.
 */
export class RtcpSource {
  readonly #clock: Clock;
  #mux = false;
  #signalledRtp: RtpAddress | null = null;
  #signalled: RtpAddress | null = null;
  #learnt: RtpAddress | null = null;
  #heardExpected = false;
  #windowEnds = 0;
  /** Where RTCP is expected, as long as RTP's peer is this one. */
  #rtp: RtpAddress | null = null;
  #expected: RtpAddress | null = null;
  #isStale = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** An SDP exchange says where the peer's RTP and RTCP are. */
  signal(
    rtp: RtpAddress | null,
    rtcp: { readonly mux: boolean; readonly remote: RtpAddress | null },
  ): void {
    this.#mux = rtcp.mux;
    this.#signalledRtp = rtp;
    this.#signalled = rtcp.remote;
    this.#windowEnds = this.#clock.now() + LEARNING_WINDOW;
    this.#isStale = true;
  }

  /** Where our RTCP goes, while RTP goes to `rtp`. */
  destination(rtp: RtpAddress | null): RtpAddress | null {
    const expected = this.#expectedBy(rtp);
    return expected && (this.#learnt ?? expected);
  }

  standing(from: RtpAddress, rtp: RtpAddress | null): Standing {
    const expected = this.#expectedBy(rtp);
    if (!expected) return "stranger";
    if (isSame(from, expected)) {
      this.#heardExpected = true;
      this.#learnt = null;
      return "peer";
    }
    if (this.#learnt) {
      return isSame(from, this.#learnt) ? "peer" : "stranger";
    }
    return this.#mayLearn(from, expected) ? "newcomer" : "stranger";
  }

  /** A newcomer has shown that it knows the stream. */
  learn(from: RtpAddress): void {
    this.#learnt = from;
  }

  #mayLearn(from: RtpAddress, expected: RtpAddress): boolean {
    return !this.#mux && !this.#heardExpected &&
      from.address === expected.address &&
      this.#clock.now() <= this.#windowEnds;
  }

  #expectedBy(rtp: RtpAddress | null): RtpAddress | null {
    if (this.#isStale || rtp !== this.#rtp) this.#follow(rtp);
    return this.#expected;
  }

  #follow(rtp: RtpAddress | null): void {
    const before = this.#expected;
    this.#isStale = false;
    this.#rtp = rtp;
    this.#expected = rtp && this.#placeBeside(rtp);
    if (before && this.#expected && isSame(before, this.#expected)) {
      return;
    }
    this.#learnt = null;
    this.#heardExpected = false;
  }

  #placeBeside(rtp: RtpAddress): RtpAddress | null {
    if (this.#mux) return rtp;
    if (!this.#signalledRtp) return null;
    if (isSame(rtp, this.#signalledRtp)) return this.#signalled;
    return { address: rtp.address, port: rtp.port + 1 };
  }
}
