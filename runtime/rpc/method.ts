import * as z from "zod";
import {
  type Aliases,
  type Params,
  readArguments,
  type Shape,
} from "./arguments.ts";
import type { Caller } from "./caller.ts";
import type { DrivenCalls } from "./calls.ts";
import type { DrivenConferences } from "./conferences.ts";
import type { DrivenExt } from "./ext.ts";

/** All that methods drive. */
export interface Driven {
  readonly calls: DrivenCalls;
  readonly conferences: DrivenConferences;
  readonly ext: DrivenExt;
}

/** What a method works on. */
export interface MethodContext extends Driven {
  readonly caller: Caller;
  /** These names were given, and the method knows none of them. */
  readonly overlooked: (names: readonly string[]) => void;
}

/** One row of the method table. */
export interface Method<
  S extends Shape = Shape,
  Result extends z.ZodType = z.ZodType,
> {
  /** What it does, in a sentence or two, for the reference. */
  readonly summary: string;
  /** Its parameters, in the order of the specification. */
  readonly params: z.ZodObject<S>;
  /** What a successful reply's `result` is. */
  readonly result: Result;
  /** Other names of parameters. */
  readonly aliases: Aliases;
  /**
   * Checks the arguments and does it; what it gives is the reply's `result`.
   * @throws {CtiError} what the caller did wrong
   */
  call(params: Params | undefined, context: MethodContext): unknown;
}

/** The result of a method that is done when it is accepted. */
export const accepted = z.null().describe(
  "null: accepted; what comes of it is told by events",
);

interface MethodOptions<Result extends z.ZodType> {
  readonly result?: Result;
  readonly aliases?: Aliases;
}

/**
 * A row: what it is for, the shape of the parameters, what is done with them;
 * the shape of its result if it has one, and other names of its parameters.
 */
export function method<
  S extends Shape,
  Result extends z.ZodType = typeof accepted,
>(
  summary: string,
  shape: S,
  run: (
    parameters: z.output<z.ZodObject<S>>,
    context: MethodContext,
  ) => Answer<z.input<Result>>,
  options: MethodOptions<Result> = {},
): Method<S, Result> {
  const { aliases = {}, result = accepted as z.ZodType as Result } = options;
  const params = z.object(shape);
  return {
    summary,
    params,
    result,
    aliases,
    call(given, context) {
      const { overlooked } = context;
      const read = readArguments(params, given, { aliases, overlooked });
      return run(read, context) ?? null;
    },
  };
}

/** What a row's work gives: the result, now or later; nothing for null. */
type Answer<Result> =
  | Result
  | Promise<Result>
  | (null extends Result ? void | Promise<void> : never);
