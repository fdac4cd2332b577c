import { createHash } from "node:crypto";

/** The algorithms of RFC 8760 §2.1 as OpenSSL calls them, the strongest first. */
const HASHES = {
  "SHA-512-256": "sha512-256",
  "SHA-256": "sha256",
  "MD5": "md5",
} as const;

export type DigestAlgorithm = keyof typeof HASHES;

export const DIGEST_ALGORITHMS = Object.keys(HASHES) as DigestAlgorithm[];

/** The algorithm of that name in any case; MD5 where none is named. */
export function digestAlgorithm(name = "MD5"): DigestAlgorithm | null {
  const wanted = name.toUpperCase();
  return DIGEST_ALGORITHMS.find((algorithm) => algorithm === wanted) ?? null;
}

/** What `qop=auth` adds: which use of the nonce this is. */
export interface NonceUse {
  /** Eight hexadecimal digits. */
  readonly nc: string;
  readonly cnonce: string;
}

export interface DigestInput {
  readonly algorithm: DigestAlgorithm;
  readonly username: string;
  readonly realm: string;
  readonly password: string;
  readonly nonce: string;
  readonly method: string;
  readonly uri: string;
  /** Null without a `qop`, as RFC 2069 had it. */
  readonly use: NonceUse | null;
}

/** The `response` of RFC 7616 §3.4.1, with `qop=auth` or without. */
export function digestResponse(input: DigestInput): string {
  const { algorithm, username, realm, password, nonce, method, uri, use } =
    input;
  const hash = (...parts: readonly string[]) =>
    createHash(HASHES[algorithm]).update(parts.join(":")).digest("hex");
  const secret = hash(username, realm, password);
  const request = hash(method, uri);
  return use === null
    ? hash(secret, nonce, request)
    : hash(secret, nonce, use.nc, use.cnonce, "auth", request);
}
