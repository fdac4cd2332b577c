import type { LocalAudio } from "./local_audio.ts";
import {
  acceptAnswer,
  answerTo,
  makeOffer,
  type Refused,
  type Settled,
} from "./negotiate.ts";
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
 * that waits for its answer, and counts the versions of `o=` (§8).
 */
export class OfferAnswer {
  readonly #own: OwnAudio;
  #version = 0;
  #offered: string | null = null;

  constructor(own: OwnAudio) {
    this.#own = own;
  }

  /** Whether an offer of ours waits for its answer. */
  get isOffering(): boolean {
    return this.#offered !== null;
  }

  /** What an answer to this offer would be; nothing is answered by it. */
  judge(offer: string, place: Place): Settled | Refused {
    return answerTo(offer, this.#local(place));
  }

  /** Answers an offer. */
  answer(offer: string, place: Place): Settled | Refused {
    const answer = this.judge(offer, place);
    if (typeof answer !== "string") this.#version++;
    return answer;
  }

  /** An offer of ours; `settle` takes the answer to it. */
  offer(place: Place): string {
    this.#offered = makeOffer(this.#local(place));
    this.#version++;
    return this.#offered;
  }

  /** What the answer to our offer settles; null when it is of no use. */
  settle(answer: string): RtpStream | null {
    if (this.#offered === null) return null;
    const stream = acceptAnswer(this.#offered, answer, this.#own.forbids);
    this.#offered = null;
    return typeof stream === "string" ? null : stream;
  }

  #local(place: Place): LocalAudio {
    return { ...this.#own, ...place, sessionVersion: this.#version };
  }
}
