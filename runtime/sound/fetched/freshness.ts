/** What a server says of how long its answer is good (RFC 9111 §5.2.2). */
export interface Freshness {
  /** Until then nobody has to ask again; ms since 1970. */
  readonly freshUntil: number;
  /** Whether it may be used after that when the server cannot be asked. */
  readonly isGoodWhenStale: boolean;
}

const STRICT = ["no-cache", "no-store", "must-revalidate", "proxy-revalidate"];

/**
 * How long an answer is good that came now; without a word of the server's no
 * longer than now.
 */
export function freshnessOf(headers: Headers, now: number): Freshness {
  const directives = directivesOf(headers.get("cache-control") ?? "");
  const mustAsk = directives.has("no-cache") || directives.has("no-store");
  return {
    freshUntil: mustAsk ? now : now + lifetime(headers, directives),
    isGoodWhenStale: !STRICT.some((word) => directives.has(word)),
  };
}

/** In ms (§4.2.1), less what it had aged on its way (§5.1). */
function lifetime(
  headers: Headers,
  directives: ReadonlyMap<string, string>,
): number {
  const age = secondsIn(headers.get("age")) ?? 0;
  const most = secondsIn(directives.get("max-age") ?? null);
  if (directives.has("max-age")) return Math.max(0, (most ?? 0) - age) * 1000;
  const date = timeIn(headers.get("date"));
  const expires = timeIn(headers.get("expires"));
  // A date that cannot be read has passed (§5.3).
  return Math.max(0, expires - date - age * 1000) || 0;
}

function directivesOf(field: string): Map<string, string> {
  const parts = field.toLowerCase().split(",").map((part) => part.trim());
  return new Map(parts.map((part) => {
    const [name, value = ""] = part.split("=", 2);
    return [name.trim(), value.trim().replaceAll('"', "")];
  }));
}

/** An HTTP date (RFC 9110 §5.6.7); `NaN` for none. */
function timeIn(text: string | null): number {
  return text?.endsWith(" GMT") ? Date.parse(text) : NaN;
}

function secondsIn(text: string | null): number | null {
  return text !== null && /^\d{1,10}$/.test(text) ? Number(text) : null;
}
