import * as z from "zod";

/** A setting of the environment: what stands for it, and what it may be. */
export interface Setting<Value> {
  readonly default: string;
  readonly allowed: string;
  readonly value: z.ZodType<Value, string>;
}

export function setting<Value>(
  byDefault: string,
  allowed: string,
  value: z.ZodType<Value, string>,
): Setting<Value> {
  return { default: byDefault, allowed, value };
}

export function whole(
  byDefault: number,
  least: number,
  most: number,
): Setting<number> {
  const value = z.string().regex(/^\d{1,9}$/).transform(Number)
    .pipe(z.number().min(least).max(most));
  const allowed = `a whole number from ${least} to ${most}`;
  return setting(`${byDefault}`, allowed, value);
}

/** Nothing, or a port; 0 for any that is free. */
export function maybePort(): Setting<number | null> {
  const { value, allowed } = whole(0, 0, 65535);
  const nothing = z.literal("").transform(() => null);
  return setting("", allowed, z.union([nothing, value]));
}

/** Nothing, or what `item` takes. */
export function maybe<Value>(
  allowed: string,
  item: z.ZodType<Value, string>,
): Setting<Value | null> {
  const nothing = z.literal("").transform(() => null);
  return setting<Value | null>("", allowed, z.union([nothing, item]));
}

/** A comma list of at least so many. */
export function list<Item>(
  byDefault: string,
  allowed: string,
  item: z.ZodType<Item, string>,
  least = 0,
): Setting<Item[]> {
  const items = z.string()
    .transform((text) => text.split(",").map((part) => part.trim()))
    .transform((parts) => parts.filter((part) => part !== ""))
    .pipe(z.array(item).min(least));
  return setting(byDefault, allowed, items);
}

export function oneOf<Word extends string>(
  ...words: readonly [Word, ...Word[]]
) {
  return setting<Word>(words[0], words.join(", "), z.enum(words));
}

/** Words of the contract that this version does not serve yet. */
export function notOffered(what: string): Setting<null> {
  const value = z.literal("").transform(() => null);
  return setting("", `nothing: ${what} is not offered yet`, value);
}
