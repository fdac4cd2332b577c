import type { Chance } from "../base/chance.ts";
import type { Clock } from "../base/clock.ts";
import {
  type DigestAlgorithm,
  digestAlgorithm,
  digestResponse,
} from "./digest.ts";
import {
  type DigestParameters,
  formatDigest,
  parseDigest,
  quoted,
} from "./digest_field.ts";
import type { Field } from "./headers.ts";
import type { SipRequest } from "./message.ts";
import { isSame, Nonces } from "./nonces.ts";
import type { Objection } from "./objection.ts";

/** Where a password is wanted (RFC 7616 §3.7), and from whom. */
export interface ProtectionSpace {
  readonly realm: string;
  /** Passwords by user. */
  readonly users: ReadonlyMap<string, string>;
  /** What is offered, the most wanted first (RFC 8760 §2.3). */
  readonly algorithms: readonly DigestAlgorithm[];
}

export interface DigestServerParts extends ProtectionSpace {
  readonly clock: Clock;
  readonly chance: Chance;
}

/**
 * `unsaid`: or not with a nonce that was told to that address. `stale`: right,
 * but with one that is of no use any more.
 */
export type Password = "right" | "wrong" | "stale" | "unsaid";

const DUMMY_LENGTH = 16;

/**
 * Lets in who knows a password (RFC 3261 §22.1, RFC 8760). Nothing tells a
 * user that there is not from a password that is wrong: neither the answer nor
 * the time it takes.
 */
export class DigestServer {
  readonly #parts: DigestServerParts;
  readonly #nonces: Nonces;
  /** What a user that there is not is compared with. */
  readonly #dummy: string;

  constructor(parts: DigestServerParts) {
    this.#parts = parts;
    this.#nonces = new Nonces(parts.clock, parts.chance);
    this.#dummy = parts.chance.token(DUMMY_LENGTH);
  }

  /** What a request from that address says of its password. */
  judge(request: SipRequest, address: string): Password {
    const answer = this.#answerIn(request);
    const nonce = answer?.get("nonce") ?? "";
    // Else whoever makes nonces up could try passwords, and pay for none.
    if (!answer || !this.#nonces.isOurs(nonce, address)) return "unsaid";
    if (!this.#isRight(answer, request.method)) return "wrong";
    const count = countIn(answer.get("nc") ?? "");
    const isFresh = count !== null && this.#nonces.use(nonce, address, count);
    return isFresh ? "right" : "stale";
  }

  /** A 401: a line for each algorithm; `stale`: all was right but the nonce. */
  challenge(address: string, stale: boolean): Objection {
    const { realm, algorithms } = this.#parts;
    const nonce = this.#nonces.issue(address);
    const fields = algorithms.map((algorithm): Field => [
      "WWW-Authenticate",
      formatDigest([
        ["realm", quoted(realm)],
        ["nonce", quoted(nonce)],
        ["algorithm", algorithm],
        ["qop", '"auth"'],
        ...stale ? [["stale", "true"] as const] : [],
      ]),
    ]);
    return { status: 401, fields };
  }

  /** The first answer that is meant for us. */
  #answerIn({ headers }: SipRequest): DigestParameters | null {
    for (const line of headers.lines("Authorization")) {
      const answer = parseDigest(line);
      if (answer === "malformed") continue;
      if (answer.get("realm") === this.#parts.realm) return answer;
    }
    return null;
  }

  #isRight(answer: DigestParameters, method: string): boolean {
    const { users, realm, algorithms } = this.#parts;
    const algorithm = digestAlgorithm(answer.get("algorithm"));
    const username = answer.get("username") ?? "";
    const password = users.get(username);
    if (algorithm === null || !algorithms.includes(algorithm)) return false;
    const expected = digestResponse({
      ...{ algorithm, username, realm, method },
      password: password ?? this.#dummy,
      nonce: answer.get("nonce") ?? "",
      uri: answer.get("uri") ?? "",
      use: { nc: answer.get("nc") ?? "", cnonce: answer.get("cnonce") ?? "" },
    });
    const isSaid = isSame(answer.get("response") ?? "", expected);
    return isSaid && password !== undefined;
  }
}

/** RFC 7616 §3.4: eight hexadecimal digits, from 1. */
function countIn(nc: string): number | null {
  const count = /^[0-9a-f]{8}$/i.test(nc) ? parseInt(nc, 16) : 0;
  return count > 0 ? count : null;
}
