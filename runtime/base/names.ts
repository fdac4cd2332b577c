/** `user_data` is `userData`, in types. */
export type CamelOf<Name extends string> = Name extends
  `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<CamelOf<Tail>>}` : Name;

/** An object of the wire as TypeScript names its members, those inside too. */
export type Camel<Value> = Value extends readonly (infer Item)[]
  ? readonly Camel<Item>[]
  : Value extends object ? {
      readonly [Name in keyof Value as CamelOf<Name & string>]: Camel<
        Value[Name]
      >;
    }
  : Value;

/** The wire says `max_ring_seconds`, TypeScript `maxRingSeconds`. */
export function camelOf(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());
}

export function snakeOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** An object of JSON with its members, and those inside, in camelCase. */
export function camelMembers<Value extends object>(value: Value): Camel<Value> {
  const members = Object.entries(value)
    .map(([name, one]) => [camelOf(name), camelValue(one)]);
  return Object.fromEntries(members);
}

function camelValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelValue);
  return typeof value === "object" && value ? camelMembers(value) : value;
}
