import { type Arrows, step } from "../base/machine.ts";

/**
 * How far the exchange of descriptions is: `ours` waits for the peer's answer,
 * `theirs` for ours.
 */
export type OfferStage = "stable" | "ours" | "theirs";

export type OfferInput = "weDescribe" | "theyDescribe" | "refused";

/**
 * The one offer that may be open in a dialog at a time, whichever of INVITE,
 * reliable response, ACK, PRACK and UPDATE carries it (RFC 3264 §4, RFC 6337
 * §2). What is described while nothing is open is an offer.
 */
export const OFFER: Arrows<OfferStage, OfferInput, never> = {
  stable: { weDescribe: ["ours"], theyDescribe: ["theirs"] },
  ours: { theyDescribe: ["stable"], refused: ["stable"] },
  theirs: { weDescribe: ["stable"], refused: ["stable"] },
};

/** Why an offer cannot be taken now. */
export type OfferObjection = 491 | 500;

/** Whose description is awaited in a dialog, and whether one may come. */
export class OfferState {
  #stage: OfferStage;

  /** A dialog that a forked INVITE of ours makes begins with our offer. */
  constructor(stage: OfferStage = "stable") {
    this.#stage = stage;
  }

  get stage(): OfferStage {
    return this.#stage;
  }

  /** Whether either side may offer. */
  get isStable(): boolean {
    return this.#stage === "stable";
  }

  /**
   * What an offer that comes now is refused with, or null (RFC 3311 §5.2, RFC
   * 3261 §14.2): 491 while ours is open; 500, with a Retry-After of up to ten
   * seconds, while theirs is.
   */
  get objection(): OfferObjection | null {
    if (this.#stage === "stable") return null;
    return this.#stage === "ours" ? 491 : 500;
  }

  /** A description of ours goes out in what reaches the peer for certain. */
  weDescribe(): void {
    this.#input("weDescribe");
  }

  /**
   * One of the peer's came in such a message; an unreliable provisional
   * response only foretells it (RFC 6337 §3.1.1).
   */
  theyDescribe(): void {
    this.#input("theyDescribe");
  }

  /** The open offer is off: all is as it was before. */
  refused(): void {
    this.#input("refused");
  }

  #input(input: OfferInput): void {
    [this.#stage] = step(OFFER, this.#stage, input);
  }
}
