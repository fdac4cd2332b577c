/** What stands for a secret. */
export const HIDDEN = "(hidden)";

/** Names under which secrets, or the keys that somebody pressed, are kept. */
const SECRETS = new Set([
  "authorization",
  "proxyauthorization",
  "credentials",
  "password",
  "secret",
  "token",
  "tokens",
  "keys",
  "digits",
]);

export function isSecret(name: string): boolean {
  return SECRETS.has(name.replaceAll(/[-_]/g, "").toLowerCase());
}

/** How much of a text is looked at, and shown. */
const LONGEST = 2000;

/** The password of a SIP URI (RFC 3261 §19.1.1). */
const IN_URI = /(sips?:[^\s:@<>"]{0,128}):[^\s@<>"]{0,128}@/gi;
/** Bearer tokens, digest responses, keys of SRTP (RFC 4568 §6.1). */
const NAMED =
  /\b(inline:|bearer +|token=|password=|response="?|nextnonce="?)[^\s"&;|,]+/gi;

/** A text without the secrets that can be told by their looks. */
export function masked(text: string): string {
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return shown.replace(IN_URI, `$1:${HIDDEN}@`).replace(NAMED, `$1${HIDDEN}`);
}
