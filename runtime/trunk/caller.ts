import { bracketed } from "../base/text.ts";
import type { Field } from "../sip/headers.ts";
import { isAllowed, rewritten } from "./number_rules.ts";
import type { TrunkSettings } from "./settings.ts";

/** Who calls, as the application says it. */
export interface Caller {
  /** It asks for its number to be withheld. */
  readonly hidden: boolean;
  readonly user: string | null;
  /** `host[:port]`; null: our own. */
  readonly place: string | null;
}

/** What an INVITE says of who calls. */
export interface CallerWords {
  /** The URI in From. */
  readonly from: string;
  readonly fields: readonly Field[];
}

/** RFC 3323 §4.1.1.3: a caller that does not say who it is. */
const ANONYMOUS = "sip:anonymous@anonymous.invalid";

/** What a call says that leaves by no trunk: what the application said. */
export function plainWords(
  { user, place }: Caller,
  ownHost: string,
): CallerWords {
  if (user === null && place === null) return { from: ANONYMOUS, fields: [] };
  return { from: uriOf(user, place ?? bracketed(ownHost)), fields: [] };
}

/**
 * The number that a trunk shows for a caller: its own where it may be shown,
 * else the trunk's. Null: nobody is named; `refused`: somebody else would be.
 */
export function numberShown(
  { caller: rules }: TrunkSettings,
  { user }: Caller,
): string | null | "refused" {
  if (user === null) return rules.default;
  if (isAllowed(rules, user)) return rewritten(rules, user);
  return rules.default ?? "refused";
}

/** What a call says that leaves by a trunk, showing this number. */
export function trunkWords(
  { caller: rules, domain, assertsIdentity }: TrunkSettings,
  { hidden, place }: Caller,
  number: string | null,
  ownHost: string,
): CallerWords {
  const uri = uriOf(number, domain ?? place ?? bracketed(ownHost));
  const isNobody = number === null && place === null;
  const isHidden = hidden || rules.hide || isNobody;
  const fields: Field[] = [];
  if (assertsIdentity && number !== null) {
    fields.push(["P-Asserted-Identity", `<${uri}>`]);
  }
  // RFC 3325 §9.3: what is asserted goes no further than whom we trust.
  if (isHidden) fields.push(["Privacy", "id"]);
  return { from: isHidden ? ANONYMOUS : uri, fields };
}

function uriOf(user: string | null, place: string): string {
  return user === null ? `sip:${place}` : `sip:${user}@${place}`;
}
