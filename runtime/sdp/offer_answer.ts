import type { LocalAudio } from "./local_audio.ts";
import type { MediaDescription } from "./description.ts";
import {
  acceptAnswer,
  answerOf,
  isSafeAt,
  type Reading,
  readOffer,
  type Refused,
  type Settled,
} from "./negotiate.ts";
import { makeOffer } from "./offer.ts";
import { parseSdp } from "./parse.ts";
import type { RtpStream } from "./stream.ts";

/** What of our audio stays the same for a whole session. */
export type OwnAudio = Omit<
  LocalAudio,
  "address" | "rtpPort" | "sessionVersion"
>;

/** Where our sound is to be sent. */
export type Place = Pick<LocalAudio, "address" | "rtpPort">;

/**
 * Our side of a session's offers and answers (RFC 3264): remembers the offer
 * that waits for its answer and what we said last. The version of `o=` grows
 * with each change, and only then (§8).
 */
export class OfferAnswer {
  readonly #own: OwnAudio;
  #version = 0;
  /** Our last description. */
  #said: string | null = null;
  #offered: string | null = null;
  /** The offer that was judged last, and how it was read. */
  #judged: { readonly offer: string; readonly reading: Reading } | null = null;
  #stream: RtpStream | null = null;

  constructor(own: OwnAudio) {
    this.#own = own;
  }

  /** Whether an offer of ours waits for its answer. */
  get isOffering(): boolean {
    return this.#offered !== null;
  }

  /** Whether an offer can be answered; nothing is answered by it. */
  judge(offer: string, place: Place): "fine" | Refused {
    const reading = readOffer(offer, this.#local(place, this.#version));
    if (typeof reading === "string") return reading;
    this.#judged = { offer, reading };
    return "fine";
  }

  /** Answers an offer. */
  answer(offer: string, place: Place): Settled | Refused {
    const reading = this.#read(offer, place);
    if (typeof reading === "string") return reading;
    const answer = this.#fresh((version) =>
      answerOf(reading, this.#local(place, version))
    );
    this.#say(answer.sdp);
    this.#stream = answer.stream;
    this.#own.secrecy?.settle(answer.stream);
    return answer;
  }

  /** An offer of ours; `settle` takes the answer to it. */
  offer(place: Place): string {
    const before = mediaOf(this.#said);
    const { sdp } = this.#fresh((version) => ({
      sdp: makeOffer(this.#local(place, version), before),
    }));
    this.#say(sdp);
    this.#offered = sdp;
    return sdp;
  }

  /** Our last description once more, as an offer; null: there is none yet. */
  repeat(): string | null {
    this.#offered = this.#said;
    return this.#said;
  }

  /**
   * What an answer of an early dialog comes to; null when it is of no use. Our
   * offer goes on waiting, for each fork answers it (RFC 3261 §13.2.2.4).
   */
  preview(answer: string): RtpStream | null {
    if (this.#offered === null) return null;
    const stream = acceptAnswer(this.#offered, answer, this.#own.forbids);
    if (typeof stream === "string") return null;
    this.#stream = stream;
    return stream;
  }

  /**
   * What the answer to our offer settles; without one, what was agreed last
   * stands. Null when that is of no use.
   */
  settle(answer: string | null): RtpStream | null {
    const stream = answer === null ? this.#stream : this.preview(answer);
    this.#offered = null;
    if (stream) this.#own.secrecy?.settle(stream);
    return stream;
  }

  /** An offer that was judged need not be read again. */
  #read(offer: string, place: Place): Reading | Refused {
    const local = this.#local(place, this.#version);
    const judged = this.#judged;
    this.#judged = null;
    return judged?.offer === offer && isSafeAt(judged.reading, local)
      ? judged.reading
      : readOffer(offer, local);
  }

  /** What says the same as before keeps its version. */
  #fresh<Description extends { readonly sdp: string }>(
    describe: (version: number) => Description,
  ): Description {
    const same = describe(this.#version);
    const isNew = this.#said !== null && same.sdp !== this.#said;
    return isNew ? describe(this.#version + 1) : same;
  }

  #say(sdp: string): void {
    if (this.#said !== null && sdp !== this.#said) this.#version++;
    this.#said = sdp;
  }

  #local(place: Place, sessionVersion: number): LocalAudio {
    return { ...this.#own, ...place, sessionVersion };
  }
}

function mediaOf(sdp: string | null): readonly MediaDescription[] {
  const description = sdp === null ? "malformed" : parseSdp(sdp);
  return description === "malformed" ? [] : description.media;
}
