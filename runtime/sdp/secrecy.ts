import type { Chance } from "../base/chance.ts";
import {
  CRYPTO_SUITES,
  type CryptoSuite,
  MASTER_KEY_OCTETS,
  type MasterKey,
} from "../core/srtp.ts";
import type { RtpStream } from "./stream.ts";

/**
 * What a call wants of SRTP: to answer it where it is offered, to offer it
 * first, or nothing but it.
 */
export type MediaSecurity = "none" | "offer" | "require";

const SUITES = Object.keys(CRYPTO_SUITES) as CryptoSuite[];

/** Our side of SRTP in one session: what it wants, and its keys. */
export class Secrecy {
  #wanted: MediaSecurity;
  readonly #chance: Chance;
  readonly #keys = new Map<CryptoSuite, MasterKey>();

  constructor(wanted: MediaSecurity, chance: Chance) {
    this.#wanted = wanted;
    this.#chance = chance;
  }

  /** Whether what we offer is SRTP. */
  get isOffered(): boolean {
    return this.#wanted !== "none";
  }

  /** Whether plain sound is refused. */
  get isRequired(): boolean {
    return this.#wanted === "require";
  }

  /** Of each suite that we know, the strongest first. */
  get keys(): readonly MasterKey[] {
    return SUITES.map((suite) => this.keyFor(suite));
  }

  /** Ours, the same for the whole session: no two streams are made with it. */
  keyFor(suite: CryptoSuite): MasterKey {
    const known = this.#keys.get(suite);
    if (known) return known;
    const octets = Uint8Array.from(
      { length: MASTER_KEY_OCTETS },
      () => this.#chance.integer(256),
    );
    const key = { suite, octets, nameOctets: 0 };
    this.#keys.set(suite, key);
    return key;
  }

  /** Sound that was secret once is never plain again. */
  settle({ srtp }: RtpStream): void {
    if (srtp) this.#wanted = "require";
  }

  /** Our SRTP was refused; false where plain sound will not do instead. */
  giveUp(): boolean {
    if (this.#wanted !== "offer") return false;
    this.#wanted = "none";
    // Early sound may have been made with them, and plain sound counts no packets
    this.#keys.clear();
    return true;
  }
}
