import type { NumberRules } from "./settings.ts";

const NUMBER = /^\+?[0-9*#]{1,64}$/;

/**
 * Whether the rules let a number pass. Where they name beginnings it has to be
 * digits alone: what is written with escapes or parameters could turn into
 * another number behind the trunk.
 */
export function isAllowed({ allowed }: NumberRules, number: string): boolean {
  if (allowed.length === 0) return true;
  return NUMBER.test(number) && allowed.some((head) => number.startsWith(head));
}

/** The number as the trunk wants it. */
export function rewritten(
  { strip, prefix }: NumberRules,
  number: string,
): string {
  return prefix +
    (number.startsWith(strip) ? number.slice(strip.length) : number);
}
