import type { Chance } from "../base/chance.ts";
import type { Credentials, Signed } from "./credentials.ts";
import {
  DIGEST_ALGORITHMS,
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
import type { Field, HeaderName } from "./headers.ts";
import type { SipRequest, SipResponse } from "./message.ts";

/** What a server knows us by. */
export interface Account {
  readonly username: string;
  readonly password: string;
  /**
   * The only realm that is answered; null: the one that is named first, as
   * somebody behind the server may ask later in a name of his own.
   */
  readonly realm: string | null;
}

/** What a server wants to see answered. */
interface Challenge {
  readonly algorithm: DigestAlgorithm;
  /** As it was named: some compare it letter by letter; null where it was not. */
  readonly named: string | null;
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | null;
  /** Whether uses of the nonce are counted; if not it is used once. */
  readonly counts: boolean;
  readonly stale: boolean;
}

interface Known {
  readonly challenge: Challenge;
  /** How often its nonce was used. */
  uses: number;
}

type Answer = "Authorization" | "Proxy-Authorization";

/** Where a challenge stands, and its answer (RFC 3261 §22.2, §22.3). */
const FIELDS: Readonly<Record<number, readonly [HeaderName, Answer]>> = {
  401: ["WWW-Authenticate", "Authorization"],
  407: ["Proxy-Authenticate", "Proxy-Authorization"],
};

const CNONCE_LENGTH = 16;

/**
 * Answers the digest challenges of one server and its proxy (RFC 8760), the
 * strongest of several. What was challenged once is answered beforehand from
 * then on, until its nonce is stale.
 */
export class DigestClient implements Credentials {
  readonly #account: Account;
  readonly #chance: Chance;
  readonly #known = new Map<Answer, Known>();
  #realm: string | null;

  constructor(account: Account, chance: Chance) {
    this.#account = account;
    this.#chance = chance;
    this.#realm = account.realm;
  }

  authorize(request: Signed): readonly Field[] {
    return [...this.#known].flatMap(([name, known]): Field[] => {
      const isSpent = known.uses > 0 && !known.challenge.counts;
      return isSpent ? [] : [[name, this.#answer(known, request)]];
    });
  }

  challenged({ status, headers }: SipResponse, request: SipRequest): boolean {
    const fields = FIELDS[status];
    if (!fields) return false;
    const [asked, name] = fields;
    const challenge = this.#strongest(headers.lines(asked));
    const before = parseDigest(request.headers.first(name) ?? "");
    const isNew = challenge !== null &&
      (before === "malformed" || isWorthwhile(challenge, before));
    if (!isNew) return this.#forget(name);
    this.#realm ??= challenge.realm;
    this.#known.set(name, { challenge, uses: 0 });
    return true;
  }

  /** Nothing is said beforehand any more: it was wrong. */
  #forget(name: Answer): false {
    this.#known.delete(name);
    return false;
  }

  #strongest(lines: readonly string[]): Challenge | null {
    const ours = lines.map(challengeIn).filter((challenge) =>
      challenge !== null && challenge.realm === (this.#realm ?? challenge.realm)
    );
    for (const algorithm of DIGEST_ALGORITHMS) {
      const best = ours.find((challenge) => challenge?.algorithm === algorithm);
      if (best) return best;
    }
    return null;
  }

  #answer(known: Known, { method, uri }: Signed): string {
    const { username, password } = this.#account;
    const { algorithm, named, realm, nonce, opaque, counts } = known.challenge;
    const nc = (++known.uses).toString(16).padStart(8, "0");
    const cnonce = this.#chance.token(CNONCE_LENGTH);
    const use = counts ? { nc, cnonce } : null;
    const input = { algorithm, username, realm, password, nonce, method, uri };
    const response = digestResponse({ ...input, use });
    return formatDigest([
      ["username", quoted(username)],
      ["realm", quoted(realm)],
      ["nonce", quoted(nonce)],
      ["uri", quoted(uri)],
      ["response", quoted(response)],
      ...optional("algorithm", named),
      ...optional("opaque", opaque === null ? null : quoted(opaque)),
      ...optional("cnonce", use && quoted(cnonce)),
      ...optional("qop", use && "auth"),
      ...optional("nc", use && nc),
    ]);
  }
}

/** Null for what nobody here can answer. */
function challengeIn(line: string): Challenge | null {
  const parameters = parseDigest(line);
  if (parameters === "malformed") return null;
  const named = parameters.get("algorithm") ?? null;
  const algorithm = digestAlgorithm(named ?? undefined);
  const realm = parameters.get("realm");
  const nonce = parameters.get("nonce");
  const qop = parameters.get("qop")?.toLowerCase().split(",");
  const counts = qop?.some((one) => one.trim() === "auth") ?? false;
  if (algorithm === null || realm === undefined || nonce === undefined) {
    return null;
  }
  if (qop && !counts) return null;
  const opaque = parameters.get("opaque") ?? null;
  const stale = parameters.get("stale")?.toLowerCase() === "true";
  return { algorithm, named, realm, nonce, opaque, counts, stale };
}

/**
 * Whether a request that was answered already is worth another answer: not
 * where the nonce was new, for then it was the password that was wrong.
 */
function isWorthwhile(
  { stale, nonce }: Challenge,
  before: DigestParameters,
): boolean {
  const wasNew = parseInt(before.get("nc") ?? "1", 16) === 1;
  return stale || !wasNew && before.get("nonce") !== nonce;
}

function optional(name: string, value: string | null): [string, string][] {
  return value === null ? [] : [[name, value]];
}
