import { isBlank, isToken, splitOutside, trimmed } from "./scan.ts";

/** Names the node looks for, as RFC 3261 §20 and its successors write them. */
const NAMES = [
  "Accept",
  "Accept-Encoding",
  "Allow",
  "Authorization",
  "CSeq",
  "Call-ID",
  "Contact",
  "Content-Disposition",
  "Content-Encoding",
  "Content-ID",
  "Content-Length",
  "Content-Transfer-Encoding",
  "Content-Type",
  "Event",
  "Expires",
  "From",
  "Info-Package",
  "Max-Forwards",
  "Min-Expires",
  "Min-SE",
  "P-Asserted-Identity",
  "Privacy",
  "Proxy-Authenticate",
  "Proxy-Authorization",
  "Proxy-Require",
  "RAck",
  "RSeq",
  "Reason",
  "Record-Route",
  "Refer-Sub",
  "Refer-To",
  "Referred-By",
  "Replaces",
  "Require",
  "Retry-After",
  "Route",
  "Session-Expires",
  "Subject",
  "Subscription-State",
  "Supported",
  "Timestamp",
  "To",
  "Unsupported",
  "User-Agent",
  "Via",
  "WWW-Authenticate",
] as const;

export type HeaderName = typeof NAMES[number];

/** RFC 3261 §7.3.3 and the IANA registry. */
const COMPACT: readonly [string, HeaderName][] = [
  ["b", "Referred-By"],
  ["c", "Content-Type"],
  ["e", "Content-Encoding"],
  ["f", "From"],
  ["i", "Call-ID"],
  ["k", "Supported"],
  ["l", "Content-Length"],
  ["m", "Contact"],
  ["o", "Event"],
  ["r", "Refer-To"],
  ["s", "Subject"],
  ["t", "To"],
  ["v", "Via"],
  ["x", "Session-Expires"],
];

const CANONICAL = new Map<string, HeaderName>([
  ...NAMES.map((name) => [name.toLowerCase(), name] as const),
  ...COMPACT,
]);

/** The one spelling of a name that is known; another stays as it is. */
export function canonicalName(name: string): string {
  return CANONICAL.get(name.toLowerCase()) ?? name;
}

export type Field = readonly [name: string, value: string];

/** Reads a header line: blanks may stand before the colon (RFC 3261 §7.3.1), and nothing else. */
export function parseField(line: string): Field | null {
  const colon = line.indexOf(":");
  if (colon < 1) return null;
  const name = trimmed(line.slice(0, colon));
  if (!isToken(name) || isBlank(line.charCodeAt(0))) return null;
  return [canonicalName(name), trimmed(line.slice(colon + 1))];
}

/** Header fields in their order; names are in canonical spelling. */
export class Headers {
  constructor(readonly fields: readonly Field[]) {}

  /** The value of the first such field. */
  first(name: HeaderName): string | null {
    for (const [other, value] of this.fields) {
      if (other === name) return value;
    }
    return null;
  }

  /** The values of all such fields, one for each line. */
  lines(name: HeaderName): string[] {
    const values: string[] = [];
    for (const [other, value] of this.fields) {
      if (other === name) values.push(value);
    }
    return values;
  }

  /** The elements of all such fields: lines split at their commas (§7.3.1). */
  list(name: HeaderName): string[] {
    return this.lines(name).flatMap((line) => splitOutside(line, ","));
  }
}
