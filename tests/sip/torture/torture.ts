import { INVALID } from "./invalid.ts";
import { IPV6 } from "./ipv6.ts";
import { SEMANTICS } from "./semantics.ts";
import type { Specimen } from "./specimen.ts";
import { VALID } from "./valid.ts";

/** A message for each of the 49 of RFC 4475 and the 12 of RFC 5118. */
export const TORTURE: readonly Specimen[] = [
  ...VALID,
  ...INVALID,
  ...SEMANTICS,
  ...IPV6,
];
