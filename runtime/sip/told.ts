import type { UsageOwner } from "./invite_usage.ts";
import type { SessionEnd, SessionListener } from "./session.ts";

/**
 * The listener of a session, which may come after the news: an end that was
 * missed is told to it at once.
 */
export class Told {
  #listener: SessionListener | null = null;
  #end: SessionEnd | null = null;

  get listener(): SessionListener | null {
    return this.#listener;
  }

  /** What a dialog tells that goes to the listener as it is. */
  get heard(): Pick<
    UsageOwner,
    "offered" | "described" | "restated" | "key" | "referred"
  > {
    return {
      offered: (sdp) => this.#listener?.offered(sdp) ?? null,
      described: (sdp) => this.#listener?.described(sdp),
      restated: () => this.#listener?.restated() ?? null,
      key: (key) => this.#listener?.key(key),
      referred: (referral) => this.#listener?.referred(referral),
    };
  }

  listen(listener: SessionListener): void {
    this.#listener = listener;
    if (this.#end) listener.ended(this.#end);
  }

  ended(end: SessionEnd): void {
    this.#end = end;
    this.#listener?.ended(end);
  }
}
