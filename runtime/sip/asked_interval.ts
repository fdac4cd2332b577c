import type { Field } from "./headers.ts";
import type { SipResponse } from "./message.ts";
import {
  minSeIn,
  type RefresherRole,
  sessionExpires,
} from "./session_expires.ts";

/** What the node wants of session timers (RFC 4028). */
export interface SessionInterval {
  /** What it asks for, in seconds; 0: it asks for none. */
  readonly expires: number;
  /** The least it takes, in seconds. */
  readonly minSe: number;
}

/** RFC 4028 §4 and §5: what is recommended, and what is the least. */
export const RECOMMENDED_INTERVAL: SessionInterval = {
  expires: 1800,
  minSe: 90,
};

/** As many as there can be on the way may raise the least once each. */
const HOPS = 70;

/** How long a session our requests ask for, and what 422 has taught of it. */
export class AskedInterval {
  readonly #wanted: SessionInterval;
  #least: number;
  #raised = 0;

  constructor(wanted: SessionInterval) {
    this.#wanted = wanted;
    this.#least = wanted.minSe;
  }

  /** The least that may be asked for, in seconds. */
  get least(): number {
    return this.#least;
  }

  /** What the INVITE that begins a session asks for (§7.1). */
  get fields(): Field[] {
    const { expires } = this.#wanted;
    return expires === 0 ? [] : this.fieldsFor(expires, null);
  }

  /** What a request asks for that keeps a session (§7.4). */
  fieldsFor(seconds: number, refresher: RefresherRole | null): Field[] {
    const asked = Math.max(seconds, this.#least);
    return [sessionExpires(asked, refresher), ["Min-SE", `${this.#least}`]];
  }

  /** A 422 came (§7.3); false: asking once more is in vain. */
  raise({ headers }: SipResponse): boolean {
    const least = minSeIn(headers);
    if (least <= this.#least || ++this.#raised > HOPS) return false;
    this.#least = least;
    return true;
  }
}
