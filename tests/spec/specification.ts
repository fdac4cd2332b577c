/** A type as the specification names it. */
export type SpecType =
  | "str"
  | "int"
  | "bool"
  | "object"
  | "str, list"
  | "error";

/** Its name, its type, and its default where the specification names one. */
export type SpecMember = readonly [
  name: string,
  type: SpecType,
  standing?: string | number | boolean | null,
];

/** A sentence of the specification, and the test that holds it. */
export interface Held {
  readonly says: string;
  /** Below `tests/`. */
  readonly file: string;
  /** As it stands in the file, with `${…}` where it is one of a table. */
  readonly test: string;
}

export interface SpecEvent {
  readonly members: readonly SpecMember[];
  readonly held: readonly Held[];
}

export interface SpecFunction extends SpecEvent {
  /** What cannot be left out. */
  readonly needed: readonly string[];
  /** Defaults about which the specification is silent. */
  readonly silent?: Readonly<Record<string, unknown>>;
}

export function held(says: string, file: string, test: string): Held {
  return { says, file, test };
}

/** What every event of a completed action begins with. */
export const COMPLETED: readonly SpecMember[] = [
  ["res_id", "str"],
  ["error", "error"],
  ["begin_time", "int"],
];
