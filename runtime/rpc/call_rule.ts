import { CALL_METHODS } from "../call/methods.ts";

interface CallRule {
  readonly states: readonly string[];
  readonly direction?: string;
}

const RULES: Readonly<Record<string, CallRule>> = CALL_METHODS;

/** When a call listens to the method of that full name; null: at any time. */
export function callRule(name: string): CallRule | null {
  const rule = RULES[name.replace("sys.call.", "")];
  const isAlways = !rule ||
    rule.states.length >= CALL_METHODS.nop.states.length;
  return isAlways ? null : rule;
}
