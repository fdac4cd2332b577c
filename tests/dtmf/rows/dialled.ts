import type { Chance } from "../../../runtime/base/chance.ts";
import { dial, type Dialling } from "../dial.ts";
import type { Row, Want } from "../row.ts";

/** Cases of nothing but keys, dialled in one way or in one that chance decides. */
export function dialled(
  name: string,
  clause: string,
  want: Want,
  how: Dialling | ((chance: Chance) => Dialling),
): Row {
  const make: Row["make"] = (chance) =>
    dial(typeof how === "function" ? how(chance) : how, chance);
  return { name, clause, want, cases: 16, make };
}
