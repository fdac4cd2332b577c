import type { Clock } from "../base/clock.ts";
import { type Milliseconds, milliseconds } from "../base/units.ts";
import { HEADER_BYTES, sequenceOf, ssrcOf } from "./header.ts";

/** How long after an SDP exchange another source than the SDP's may be learnt. */
export const LEARNING_WINDOW = milliseconds(10_000);
/** Packets in a row from there before it is believed (RFC 3550 §A.1: 2). */
export const PROBATION_PACKETS = 4;
/**
 * How long a probation takes, so that the SDP's address may come first: four
 * packets of 20 ms follow one another in 60 ms, or in 40 with jitter.
 */
export const PROBATION = milliseconds(40);
/**
 * The same where little speaks for a source. A peer that does not say a word in
 * so long may lose its sound to who is at its own host, or behind its NAT.
 */
export const LONG_PROBATION = milliseconds(2000);
/** After so long, three packets of 20 ms, a probation is given up. */
const SILENCE = milliseconds(60);

/** Where RTP comes from or goes to. */
export interface RtpAddress {
  readonly address: string;
  readonly port: number;
}

/** How long a host has to go on sending; null: it may go on for ever. */
export type ProbationOf = (host: string) => Milliseconds | null;

const VERSION_BITS = 0xc0;
const VERSION_2 = 0x80;

/**
 * Decides whose RTP a port takes, and where its own goes.
 *
 * The address in the SDP is believed at once. A peer behind a NAT sends from
 * another one (symmetric RTP, RFC 4961): that is learnt after a probation, in
 * the window after the SDP exchange, while nothing has come from the SDP's
 * address; the likelier its host, the sooner. Whoever was accepted stays:
 * everybody else is refused until the SDP names another address, whatever SSRC
 * he has guessed. Only the SDP's address itself takes the place of a learnt one,
 * in the same window and for good: else a stranger who was faster than the
 * peer's first packet would keep the call's sound.
 */
export class RtpSource {
  readonly #clock: Clock;
  readonly #learns: boolean;
  #signalled: RtpAddress | null = null;
  #accepted: RtpAddress | null = null;
  #windowEnds = 0;
  /** Who is on probation, with the SSRC and the number that has to come next. */
  #candidate: RtpAddress | null = null;
  #ssrc = 0;
  #nextSequence = 0;
  #passed = 0;
  /** When its first and its last packet came. */
  #since = 0;
  #last = 0;
  #probationOf: ProbationOf = () => PROBATION;

  /** Where it does not learn, nobody but the SDP's address is believed. */
  constructor(clock: Clock, learns = true) {
    this.#clock = clock;
    this.#learns = learns;
  }

  /** Where our RTP goes: the learnt source, else what the SDP says. */
  get destination(): RtpAddress | null {
    return this.#accepted ?? this.#signalled;
  }

  /**
   * The source that nobody can take the place of until the next SDP exchange;
   * null while somebody may.
   */
  get settled(): RtpAddress | null {
    if (!this.#accepted || !this.#signalled) return null;
    const final = isSame(this.#accepted, this.#signalled) || !this.#mayLearn;
    return final ? this.#accepted : null;
  }

  /**
   * An SDP exchange names the peer's address; null takes RTP from nobody. Of
   * others `probationOf` says how soon they are believed.
   */
  signal(
    remote: RtpAddress | null,
    probationOf: ProbationOf = () => PROBATION,
  ): void {
    this.#probationOf = probationOf;
    if (!remote || !this.#signalled || !isSame(remote, this.#signalled)) {
      this.#accepted = null;
    }
    this.#signalled = remote;
    this.#candidate = null;
    this.#windowEnds = this.#clock.now() + LEARNING_WINDOW;
  }

  /** Says whether `packet` is the peer's. */
  accepts(packet: Uint8Array, from: RtpAddress): boolean {
    if (from === this.#accepted) return true;
    if (this.#accepted && isSame(from, this.#accepted)) return true;
    if (!this.#isNewcomer(packet, from)) return false;
    this.#accepted = from;
    this.#candidate = null;
    return true;
  }

  get #mayLearn(): boolean {
    return this.#clock.now() <= this.#windowEnds;
  }

  /** The SDP's address, or the one that is learnt in its absence. */
  #isNewcomer(packet: Uint8Array, from: RtpAddress): boolean {
    if (!this.#signalled) return false;
    if (isSame(from, this.#signalled)) {
      return !this.#accepted || this.#mayLearn;
    }
    return !this.#accepted && this.#passesProbation(packet, from);
  }

  #passesProbation(packet: Uint8Array, from: RtpAddress): boolean {
    const probation = this.#probationOf(from.address);
    if (!this.#learns || !this.#mayLearn || !isRtp(packet)) return false;
    if (probation === null) return false;
    const isCandidate = this.#candidate !== null &&
      isSame(from, this.#candidate);
    if (!isCandidate && !this.#isReplaceable(from)) return false;
    if (!isCandidate) this.#begin(from);
    else if (!this.#continues(packet)) {
      this.#candidate = null;
      return false;
    }
    this.#note(packet);
    const span = this.#clock.now() - this.#since;
    return this.#passed >= PROBATION_PACKETS && span >= probation;
  }

  /** Who is on probation is not disturbed, but by a likelier host. */
  #isReplaceable({ address }: RtpAddress): boolean {
    if (!this.#candidate) return true;
    if (this.#clock.now() - this.#last > SILENCE) return true;
    return this.#patience(address) < this.#patience(this.#candidate.address);
  }

  #patience(host: string): number {
    return this.#probationOf(host) ?? Infinity;
  }

  #begin(candidate: RtpAddress): void {
    this.#candidate = candidate;
    this.#passed = 0;
    this.#since = this.#clock.now();
  }

  #continues(packet: Uint8Array): boolean {
    return ssrcOf(packet) === this.#ssrc &&
      sequenceOf(packet) === this.#nextSequence;
  }

  #note(packet: Uint8Array): void {
    this.#ssrc = ssrcOf(packet);
    this.#nextSequence = sequenceOf(packet) + 1 & 0xffff;
    this.#last = this.#clock.now();
    this.#passed++;
  }
}

export function isSame(a: RtpAddress, b: RtpAddress): boolean {
  return a.port === b.port && a.address === b.address;
}

function isRtp(packet: Uint8Array): boolean {
  return packet.length >= HEADER_BYTES &&
    (packet[0] & VERSION_BITS) === VERSION_2;
}
