import { milliseconds } from "../base/units.ts";
import type { Media, MediaPort, PortListener } from "../media/media.ts";
import type { PortStatistics } from "../media/statistics.ts";
import { OfferAnswer, type Place } from "../sdp/offer_answer.ts";
import { signalled } from "../sdp/signalled.ts";
import type { AudioCodec, RtpStream } from "../sdp/stream.ts";

/** What a telephone says of its sound. */
export interface LineOptions {
  /** What it speaks, the best first; A-law and µ-law unless told. */
  readonly codecs?: readonly AudioCodec[];
  /** Whether it offers RFC 4733; without it keys go as tones. */
  readonly telephoneEvent?: boolean;
  /** The number that it calls from, where that is not the telephone's own. */
  readonly from?: string;
}

const CODECS: readonly AudioCodec[] = ["pcma", "pcmu"];
const PTIME = milliseconds(20);

/** The sound of a line: its media port and what was agreed about it. */
export class LineAudio {
  readonly #port: MediaPort;
  readonly #sdp: OfferAnswer;
  #stream: RtpStream | null = null;
  #signalledFrom: () => string = () => "";

  private constructor(port: MediaPort, options: LineOptions) {
    this.#port = port;
    const { codecs = CODECS, telephoneEvent = true } = options;
    this.#sdp = new OfferAnswer({
      codecs,
      telephoneEvent,
      ptime: PTIME,
      sessionId: port.rtpPort,
    });
  }

  /** @throws {CtiError} `overloaded` when no port is free */
  static async open(
    media: Media,
    options: LineOptions,
    listener: PortListener,
  ): Promise<LineAudio> {
    return new LineAudio(await media.open(listener), options);
  }

  /** Says where the peer's SIP comes from, as far as it is known by then. */
  follow(signalledFrom: () => string): void {
    this.#signalledFrom = signalledFrom;
  }

  get port(): MediaPort {
    return this.#port;
  }

  /** What offer and answer settled; null before. */
  get stream(): RtpStream | null {
    return this.#stream;
  }

  offer(address: string): string {
    return this.#sdp.offer(this.#place(address));
  }

  /** Does for now what an answer says before the call is answered. */
  preview(answer: string): void {
    const stream = this.#sdp.preview(answer);
    if (stream) this.#use(stream);
  }

  /** Takes the answer to our offer; false when it is of no use. */
  settle(answer: string): boolean {
    if (!this.#sdp.isOffering) return this.#stream !== null;
    const stream = this.#sdp.settle(answer);
    if (stream) this.#use(stream);
    return stream !== null;
  }

  /** Offers once more what we said last; null: nothing was said yet. */
  repeat(): string | null {
    return this.#sdp.repeat();
  }

  /** Answers an offer; null when it is of no use. */
  answer(offer: string, address: string): string | null {
    const answer = this.#sdp.answer(offer, this.#place(address));
    if (typeof answer === "string") return null;
    this.#use(answer.stream);
    return answer.sdp;
  }

  /** Runs `work` with keys going as tones, whatever was agreed. */
  async asTones(work: () => Promise<void>): Promise<void> {
    const stream = this.#stream;
    if (!stream?.telephoneEvent) return await work();
    this.#port.setStream({ ...stream, telephoneEvent: null });
    await work();
    if (this.#stream === stream) this.#port.setStream(stream);
  }

  close(): Promise<PortStatistics> {
    return this.#port.close();
  }

  #use(agreed: RtpStream): void {
    const stream = signalled(agreed, this.#signalledFrom());
    this.#stream = stream;
    this.#port.setStream(stream);
  }

  #place(address: string): Place {
    return { address, rtpPort: this.#port.rtpPort };
  }
}
