import type * as z from "zod";
import type { WrongSetting } from "../config.ts";

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

const HIDDEN = "(hidden)";
/** What may stand where a secret was meant is one. */
const SECRET = /password|credentials|^users/;
const LONGEST = 100;

/** Says of a section of the configuration file where it is wrong, and how. */
export function wrongValues(
  section: string,
  value: unknown,
  issues: readonly Issue[],
): WrongSetting[] {
  return issues.flatMap((issue) => {
    return leaves(issue, []).map(({ path, allowed }) => {
      const name = nameOf([section, ...path]);
      return { name, value: shown(name, valueAt(value, path)), allowed };
    });
  });
}

interface Leaf {
  readonly path: Path;
  readonly allowed: string;
}

/** An issue of a union is that of the shape which went furthest. */
function leaves(issue: Issue, above: Path): Leaf[] {
  const path = [...above, ...issue.path];
  if (issue.code === "unrecognized_keys") {
    const allowed = "no member of that name";
    return issue.keys.map((key) => ({ path: [...path, key], allowed }));
  }
  if (issue.code === "invalid_union") {
    const inner = issue.errors.flat().filter((one) => one.path.length > 0);
    if (inner.length > 0) return inner.flatMap((one) => leaves(one, path));
  }
  return [{ path, allowed: issue.message }];
}

/** `trunks[0].caller.default` */
function nameOf([head, ...path]: Path): string {
  const steps = path.map((step) =>
    typeof step === "number" ? `[${step}]` : `.${String(step)}`
  );
  return `${String(head)}${steps.join("")}`;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, step) => {
    return typeof at === "object" && at !== null
      ? Reflect.get(at, step)
      : undefined;
  }, value);
}

function shown(name: string, value: unknown): string {
  if (value === undefined) return "";
  if (SECRET.test(name) || typeof value === "object") return HIDDEN;
  return `${value}`.slice(0, LONGEST);
}
