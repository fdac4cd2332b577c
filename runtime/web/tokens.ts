import { createHash, timingSafeEqual } from "node:crypto";
import type { Rights } from "../rpc/caller.ts";

/** A bearer token and what it is good for; no scopes: everything. */
export interface Token {
  readonly secret: string;
  readonly scopes: readonly Scope[];
}

/**
 * `call`: drive whatever there is and be told of it. `ext`: use the services
 * alone. `observe`: be told of everything.
 */
export const SCOPES = ["call", "ext", "observe"] as const;
export type Scope = typeof SCOPES[number];

interface Known {
  readonly digest: Uint8Array;
  readonly rights: Rights;
}

/** Whoever comes, where no token is needed. */
const ANYBODY: Rights = { bearer: "anybody", allows: () => true };

/** Who may come in. Without any token everybody may, and do everything. */
export class Tokens {
  readonly #known: readonly Known[];

  constructor(tokens: readonly Token[]) {
    this.#known = tokens.map(({ secret, scopes }, at) => {
      const names: readonly string[] = scopes;
      const allows = (scope: string) => !names.length || names.includes(scope);
      const rights = { bearer: `token ${at}`, allows };
      return { digest: digest(secret), rights };
    });
  }

  /**
   * What the bearer of this secret may do; null: nothing. Takes as long
   * whatever is presented, so that nobody can guess a token byte by byte.
   */
  rightsOf(secret: string | null): Rights | null {
    if (this.#known.length === 0) return ANYBODY;
    const presented = digest(secret ?? "");
    const found = this.#known
      .filter((known) => timingSafeEqual(known.digest, presented));
    return found[0]?.rights ?? null;
  }
}

function digest(secret: string): Uint8Array {
  return createHash("sha256").update(secret).digest();
}

const BEARER = /^Bearer +(\S+)$/i;

/** The token of a request: in its header, or in its address. */
export function tokenOf(request: Request): string | null {
  const header = request.headers.get("authorization");
  if (header !== null) return BEARER.exec(header)?.[1] ?? null;
  return new URL(request.url).searchParams.get("token");
}
