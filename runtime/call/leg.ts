import { CtiError } from "../base/fault.ts";
import { milliseconds } from "../base/units.ts";
import type { Chance } from "../base/chance.ts";
import type { Log } from "../base/log.ts";
import type { Tally } from "../base/tally.ts";
import type { Media, MediaPort } from "../media/media.ts";
import type { KeySource } from "../media/messages.ts";
import type { PortStatistics } from "../media/statistics.ts";
import { OfferAnswer, type Place } from "../sdp/offer_answer.ts";
import { type MediaSecurity, Secrecy } from "../sdp/secrecy.ts";
import { signalled } from "../sdp/signalled.ts";
import type { AudioCodec, RtpStream } from "../sdp/stream.ts";

export interface LegParts {
  readonly media: Media;
  readonly log: Log;
  /** Makes keys, which nobody can guess. */
  readonly chance: Chance;
  /** What is wanted of SRTP. */
  readonly security: MediaSecurity;
  /** What we speak, the best first. */
  readonly codecs: readonly AudioCodec[];
  /** Whether silence may be described instead of sent (RFC 3389). */
  readonly comfortNoise: boolean;
  /** Identifies the session in `o=` (RFC 8866 §5.2). */
  readonly sessionId: number;
  readonly tally: Tally;
  /** Says of an IP address that no RTP is sent there. */
  readonly forbids: (address: string) => boolean;
}

/** Who is told what comes of a call's sound. */
export interface LegListener {
  key(key: string, source: KeySource): void;
  /** The peer does not want to hear us, or wants to again. */
  held(isHeld: boolean): void;
}

/** What one packet of ours holds. */
const PTIME = milliseconds(20);
/** Stands for our RTP port while an offer is judged before one is open. */
const DISCARD_PORT = 9;

/**
 * The sound of a call: its media port, and the descriptions that say where its
 * packets go. What offer and answer settle, the port does.
 */
export class Leg {
  readonly #parts: LegParts;
  readonly #sdp: OfferAnswer;
  #opening: Promise<void> | null = null;
  readonly #secrecy: Secrecy;
  #port: MediaPort | null = null;
  /** What the caller was told about our sound. */
  #told: string | null = null;
  readonly #agreed = Promise.withResolvers<void>();
  #isAgreed = false;
  readonly #heard = Promise.withResolvers<void>();
  #closed = false;
  #signalledFrom: () => string = () => "";
  #listener: LegListener | null = null;
  #isHeld = false;

  constructor(parts: LegParts) {
    const { codecs, comfortNoise, sessionId, forbids } = parts;
    this.#parts = parts;
    this.#secrecy = new Secrecy(parts.security, parts.chance);
    this.#sdp = new OfferAnswer({
      codecs,
      comfortNoise,
      forbids,
      secrecy: this.#secrecy,
      telephoneEvent: true,
      ptime: PTIME,
      sessionId,
    });
  }

  /** Says who hears of the peer's sound. */
  listen(listener: LegListener): void {
    this.#listener = listener;
  }

  /** Says where the peer's SIP comes from, as far as it is known by then. */
  follow(signalledFrom: () => string): void {
    this.#signalledFrom = signalledFrom;
  }

  get port(): MediaPort {
    if (!this.#port) throw new TypeError("The call has no media port");
    return this.#port;
  }

  /**
   * Opens the port, once; if the leg was closed meanwhile, closes it again.
   *
   * @throws {CtiError} `overloaded` when no port is free
   */
  open(): Promise<void> {
    return this.#opening ??= this.#open().catch((error) => {
      this.#opening = null;
      throw error;
    });
  }

  /** Says before a port is open whether there is an answer to this offer. */
  judge(offer: string, address: string): "fine" | "unacceptable" | "malformed" {
    const place = { address, rtpPort: DISCARD_PORT };
    return this.#sdp.judge(offer, place);
  }

  /** Answers an offer and does what was agreed; null changes nothing. */
  answer(offer: string, address: string): string | null {
    const answer = this.#sdp.answer(offer, this.#place(address));
    if (typeof answer === "string") return null;
    this.#flow(answer.stream);
    this.#noteHold(isHold(answer.stream));
    return answer.sdp;
  }

  /** An offer of ours; `settle` takes the answer to it. */
  offer(address: string): string {
    return this.#sdp.offer(this.#place(address));
  }

  /**
   * What an INVITE that came is told about our sound, however often: an answer
   * to its offer, or our offer where it has none.
   *
   * @throws {CtiError} `internal` when there is no answer to it
   */
  describe(offer: string | null, address: string): string {
    const sdp = this.#told ??
      (offer === null ? this.offer(address) : this.answer(offer, address));
    if (sdp === null) throw new CtiError("internal", "No answer to the offer");
    return this.#told = sdp;
  }

  /** Offers once more what we said last; null: nothing was said yet. */
  repeat(): string | null {
    return this.#sdp.repeat();
  }

  /** Whether it is known which way sound goes. */
  get isAgreed(): boolean {
    return this.#isAgreed;
  }

  /** Resolves once it is known which way sound goes, if ever. */
  get agreed(): Promise<void> {
    return this.#agreed.promise;
  }

  /** Resolves once the peer's sound begins to come, if ever. */
  get heard(): Promise<void> {
    return this.#heard.promise;
  }

  /** Our offer was refused: whether the next one is without SRTP. */
  offersAgain(): boolean {
    return this.#secrecy.giveUp();
  }

  /** Whether an offer of ours waits for its answer. */
  get isOffering(): boolean {
    return this.#sdp.isOffering;
  }

  /**
   * Does for now what an answer says that came before the call is answered;
   * true when sound comes of it.
   */
  preview(answer: string): boolean {
    const stream = this.#sdp.preview(answer);
    if (stream) this.#flow(stream);
    return stream !== null && isHeard(stream);
  }

  /**
   * Does what the answer to our offer says, or without one what was agreed
   * last; false when it is of no use.
   */
  settle(answer: string | null): boolean {
    const stream = this.#sdp.settle(answer);
    if (!stream) return false;
    if (answer !== null) this.#flow(stream);
    this.#noteHold(isHold(stream));
    return true;
  }

  /** Closes the port; what it counted, or null where none was open. */
  async close(): Promise<PortStatistics | null> {
    const port = this.#port;
    this.#closed = true;
    this.#port = null;
    return port && await this.#shut(port);
  }

  async #open(): Promise<void> {
    const port = await this.#parts.media.open({
      key: (key, source) => this.#listener?.key(key, source),
      speaks: () => this.#heard.resolve(),
    });
    if (this.#closed) this.#shut(port);
    else this.#port = port;
  }

  #flow(stream: RtpStream): void {
    this.port.setStream(signalled(stream, this.#signalledFrom()));
    this.#isAgreed = true;
    this.#agreed.resolve();
  }

  #noteHold(isHeld: boolean): void {
    if (isHeld === this.#isHeld) return;
    this.#isHeld = isHeld;
    this.#listener?.held(isHeld);
  }

  async #shut(port: MediaPort): Promise<PortStatistics | null> {
    const { log, tally } = this.#parts;
    const closed = tally.begin();
    try {
      const statistics = await port.close();
      log.debug("A media port closed", { ...statistics });
      return statistics;
    } catch (error) {
      log.error("A media port does not close", { error });
      return null;
    } finally {
      closed();
    }
  }

  #place(address: string): Place {
    return { address, rtpPort: this.port.rtpPort };
  }
}

/** RFC 3264 §8.4: who holds a call does not take our sound. */
function isHold({ remote, direction }: RtpStream): boolean {
  return remote === null || direction === "recvonly" ||
    direction === "inactive";
}

function isHeard({ direction }: RtpStream): boolean {
  return direction === "sendrecv" || direction === "recvonly";
}
