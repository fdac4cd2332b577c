import { milliseconds } from "../base/units.ts";
import type { Log } from "../base/log.ts";
import type { Media, MediaPort } from "../media/media.ts";
import {
  acceptAnswer,
  answerTo,
  type LocalAudio,
  makeOffer,
} from "../sdp/negotiate.ts";
import type { AudioCodec } from "../sdp/stream.ts";
import type { Tally } from "./tally.ts";

export interface LegParts {
  readonly media: Media;
  readonly log: Log;
  /** What we speak, the best first. */
  readonly codecs: readonly AudioCodec[];
  /** Identifies the session in `o=` (RFC 8866 §5.2). */
  readonly sessionId: number;
  readonly tally: Tally;
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
  #port: MediaPort | null = null;
  #closed = false;
  #version = 0;
  #offered: string | null = null;
  #key: (key: string) => void = () => {};

  constructor(parts: LegParts) {
    this.#parts = parts;
  }

  /** Says who hears the peer's keys. */
  listen(key: (key: string) => void): void {
    this.#key = key;
  }

  get port(): MediaPort {
    if (!this.#port) throw new TypeError("The call has no media port");
    return this.#port;
  }

  /**
   * Opens the port; if the leg was closed meanwhile, closes it again.
   *
   * @throws {CtiError} `overloaded` when no port is free
   */
  async open(): Promise<void> {
    const port = await this.#parts.media.open({
      key: (key) => this.#key(key),
    });
    if (this.#closed) this.#shut(port);
    else this.#port = port;
  }

  /** Says before a port is open what an answer to this offer would be. */
  judge(offer: string, address: string): "fine" | "unacceptable" | "malformed" {
    const local = this.#local(address, DISCARD_PORT);
    const answer = answerTo(offer, local);
    return typeof answer === "string" ? answer : "fine";
  }

  /** Answers an offer and does what was agreed; null changes nothing. */
  answer(offer: string, address: string): string | null {
    const local = this.#local(address, this.port.rtpPort);
    const answer = answerTo(offer, local);
    if (typeof answer === "string") return null;
    this.#version++;
    this.port.setStream(answer.stream);
    return answer.sdp;
  }

  /** An offer of ours; `settle` takes the answer to it. */
  offer(address: string): string {
    const local = this.#local(address, this.port.rtpPort);
    this.#offered = makeOffer(local);
    this.#version++;
    return this.#offered;
  }

  /** Whether an offer of ours waits for its answer. */
  get isOffering(): boolean {
    return this.#offered !== null;
  }

  /** Does what the answer to our offer says; false when it is of no use. */
  settle(answer: string): boolean {
    if (this.#offered === null) return false;
    const stream = acceptAnswer(this.#offered, answer);
    this.#offered = null;
    if (typeof stream === "string") return false;
    this.port.setStream(stream);
    return true;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#port) this.#shut(this.#port);
    this.#port = null;
  }

  #shut(port: MediaPort): void {
    const { log, tally } = this.#parts;
    const closed = tally.begin();
    port.close().then(
      (statistics) => log.debug("A media port closed", { ...statistics }),
      (error) => log.error("A media port does not close", { error }),
    ).finally(closed);
  }

  #local(address: string, rtpPort: number): LocalAudio {
    const { codecs, sessionId } = this.#parts;
    const sessionVersion = this.#version;
    const ptime = PTIME;
    const telephoneEvent = true;
    return {
      address,
      rtpPort,
      codecs,
      telephoneEvent,
      ptime,
      sessionId,
      sessionVersion,
    };
  }
}
