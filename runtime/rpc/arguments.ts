import * as z from "zod";
import { CtiError } from "../base/fault.ts";
import { expectation, typeOf } from "./expectation.ts";

/** What a request may carry as `params` (JSON-RPC 2.0 §4.2). */
export type Params = Readonly<Record<string, unknown>> | readonly unknown[];

/** The parameters of a method by name, in the order of the specification. */
export type Shape = Readonly<Record<string, z.ZodType>>;

/** Other names by which clients call a parameter. */
export type Aliases = Readonly<Record<string, string>>;

export interface Reading {
  readonly aliases?: Aliases;
  /** Is told the names that were given and mean nothing. */
  readonly overlooked?: (names: readonly string[]) => void;
}

/**
 * Reads the arguments of a method, named or in the order of the shape.
 *
 * Clients differ in how they write: a text that holds a number or a truth value
 * is taken as one, null and an empty text count as left out (but an empty truth
 * value is false), names may have blanks around them, and names that the method
 * does not know are ignored.
 *
 * @throws {CtiError} `badParams`, naming the parameter and what was expected
 */
export function readArguments<S extends Shape>(
  object: z.ZodObject<S>,
  params: Params | undefined,
  reading: Reading = {},
): z.output<z.ZodObject<S>> {
  const shape: Shape = object.shape;
  const given = new Map<string, unknown>();
  for (const [name, value] of named(shape, params ?? {}, reading)) {
    const fitted = fit(shape[name], value);
    if (fitted !== undefined && !given.has(name)) given.set(name, fitted);
  }
  const read = object.safeParse(Object.fromEntries(given));
  if (read.success) return read.data;
  throw wrong(shape, innermost(read.error.issues[0]), given);
}

/** The arguments that the method knows; under their own name before aliases. */
function named(
  shape: Shape,
  params: Params,
  { aliases = {}, overlooked }: Reading,
): [string, unknown][] {
  const known = (name: string) => Object.hasOwn(shape, name);
  if (Array.isArray(params)) return positional(Object.keys(shape), params);
  const given = Object.entries(params)
    .map(([name, value]): [string, unknown] => [name.trim(), value]);
  const isAlias = (name: string) => Object.hasOwn(aliases, name);
  const renamed = given
    .filter(([name]) => isAlias(name))
    .map(([name, value]): [string, unknown] => [aliases[name], value]);
  const strange = given.map(([name]) => name)
    .filter((name) => !known(name) && !isAlias(name));
  if (strange.length > 0) overlooked?.(strange);
  return [...given, ...renamed].filter(([name]) => known(name));
}

function positional(
  names: readonly string[],
  values: readonly unknown[],
): [string, unknown][] {
  if (values.length <= names.length) {
    return values.map((value, at) => [names[at], value]);
  }
  const expected = `at most ${names.length}: ${names.join(", ")}`;
  const text = `Invalid params: ${values.length} values, expected ${expected}`;
  throw new CtiError("badParams", text, { param: "params", expected });
}

/** The value as the shape wants it; undefined where nothing was said. */
function fit(shape: z.ZodType, value: unknown): unknown {
  if (value === null) return undefined;
  const fitted = convert(typeOf(shape), value);
  const blank = typeof fitted === "string" && fitted.trim() === "";
  return blank && !shape.safeParse(fitted).success ? undefined : fitted;
}

const NUMBER = /^\s*[+-]?\d+(?:\.\d+)?\s*$/;
const TRUE = /^\s*(?:true|t|1)\s*$/i;
const FALSE = /^\s*(?:false|f|0|)\s*$/i;

function convert(type: string, value: unknown): unknown {
  if (type === "string") return typeof value === "number" ? `${value}` : value;
  const text = typeof value === "number" ? `${value}` : value;
  if (typeof text !== "string") return value;
  if (type === "number") return NUMBER.test(text) ? Number(text) : value;
  if (type !== "boolean") return value;
  return TRUE.test(text) ? true : FALSE.test(text) ? false : value;
}

type Issue = z.core.$ZodIssue;

/** Of a shape that leaves a choice, the choice that was followed furthest. */
function innermost(issue: Issue): Issue {
  if (issue.code !== "invalid_union") return issue;
  const [deepest] = issue.errors.flat().map(innermost)
    .sort((a, b) => b.path.length - a.path.length);
  if (!deepest?.path.length) return issue;
  return { ...deepest, path: [...issue.path, ...deepest.path] };
}

function wrong(
  shape: Shape,
  { code, path, message }: Issue,
  given: ReadonlyMap<string, unknown>,
): CtiError {
  const [name, ...steps] = path.map(String);
  const param = name + steps.map((step) => `[${step}]`).join("");
  // Where a shape says itself what is wrong, it says what was expected.
  const expected = code === "custom" ? message : expectation(shape[name]);
  const what = given.has(name) ? "is wrong" : "is missing";
  const text = `Invalid params: ${param} ${what}, expected ${expected}`;
  return new CtiError("badParams", text, { param, expected });
}
