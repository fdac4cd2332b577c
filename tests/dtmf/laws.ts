import { alawCode, alawOf, mulawCode, mulawOf } from "../core/support/g191.ts";

const LAWS = {
  pcma: { code: alawCode, value: alawOf },
  pcmu: { code: mulawCode, value: mulawOf },
};

/** What is left of sound after G.711, by the formulas of G.191. */
export function afterLaw(
  law: keyof typeof LAWS,
  sound: Int16Array,
): Int16Array<ArrayBuffer> {
  const { code, value } = LAWS[law];
  return Int16Array.from(sound, (sample) => value(code(sample)));
}
