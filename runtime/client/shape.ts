/** Reads one value that came from outside; `undefined` when it is not one. */
export type Read<T> = (value: unknown) => T | undefined;

/** The members of an object, each with how it is read. */
export type Shape = Readonly<Record<string, Read<unknown>>>;

/** What a shape reads. */
export type Members<S extends Shape> = {
  readonly [M in keyof S]: S[M] extends Read<infer T> ? T : never;
};

export const text: Read<string> = (value) =>
  typeof value === "string" ? value : undefined;

export const number: Read<number> = (value) =>
  typeof value === "number" ? value : undefined;

export const flag: Read<boolean> = (value) =>
  typeof value === "boolean" ? value : undefined;

export function orNull<T>(read: Read<T>): Read<T | null> {
  return (value) => value === null || value === undefined ? null : read(value);
}

export function oneOf<const T extends string>(...words: T[]): Read<T> {
  return (value) => words.find((word) => word === value);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Reads an object of the wire, with snake_case members. Members that the shape
 * does not name are left out; one that is wrong makes all of it wrong.
 */
export function readShape<S extends Shape>(
  shape: S,
  value: unknown,
  wireName: (member: string) => string,
): Members<S> | undefined {
  if (!isRecord(value)) return undefined;
  const members: Record<string, unknown> = {};
  for (const [member, read] of Object.entries(shape)) {
    const found = read(value[wireName(member)]);
    if (found === undefined) return undefined;
    members[member] = found;
  }
  return members as Members<S>;
}
