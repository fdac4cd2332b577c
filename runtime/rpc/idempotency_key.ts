import { createHash } from "node:crypto";
import * as z from "zod";
import { CtiError } from "../base/fault.ts";
import type { Params } from "./arguments.ts";

/** The parameter that every method takes, and none of them sees. */
export const KEY_NAME = "idempotency_key";
const MOST_CHARACTERS = 128;
const EXPECTED = `a text of at most ${MOST_CHARACTERS} characters`;

export const idempotencyKey = z.string().max(MOST_CHARACTERS).describe(
  `${EXPECTED}: a repeat with the same within ten minutes is answered alike and not carried out again`,
);

export interface KeyedParams {
  /** Null where none was given. */
  readonly key: string | null;
  readonly params: Params | undefined;
}

/**
 * Takes the key out of the parameters, which may be named.
 * @throws {CtiError} `badParams` for what cannot be a key
 */
export function takeKey(params: Params | undefined): KeyedParams {
  if (!params || Array.isArray(params)) return { key: null, params };
  const all = Object.entries(params);
  const isKey = ([name]: [string, unknown]) => name.trim() === KEY_NAME;
  const given = all.find(isKey);
  if (!given) return { key: null, params };
  const rest = Object.fromEntries(all.filter((one) => !isKey(one)));
  return { key: readKey(given[1] ?? ""), params: rest };
}

function readKey(value: unknown): string | null {
  const text = typeof value === "number" ? `${value}` : value;
  const read = idempotencyKey.safeParse(text);
  if (read.success) return read.data === "" ? null : read.data;
  throw wrongKey("is wrong", EXPECTED);
}

/** The key cannot be taken; `expected` says what would have been. */
export function wrongKey(what: string, expected: string): CtiError {
  const text = `Invalid params: ${KEY_NAME} ${what}, expected ${expected}`;
  return new CtiError("badParams", text, { param: KEY_NAME, expected });
}

/** The same for requests that ask for the same, whatever the order of members. */
export function digestOf(method: string, params: Params | undefined): string {
  const text = JSON.stringify([method, params ?? {}], sorted);
  return createHash("sha256").update(text).digest("base64");
}

function sorted(_: string, value: unknown): unknown {
  if (typeof value !== "object" || !value || Array.isArray(value)) return value;
  const members = Object.entries(value);
  return Object.fromEntries(members.sort(([a], [b]) => a < b ? -1 : 1));
}
