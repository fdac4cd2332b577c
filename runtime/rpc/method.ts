import * as z from "zod";
import {
  type Aliases,
  type Params,
  readArguments,
  type Shape,
} from "./arguments.ts";
import type { Caller } from "./caller.ts";
import type { DrivenCalls } from "./calls.ts";

/** What a method works on. */
export interface MethodContext {
  readonly calls: DrivenCalls;
  readonly caller: Caller;
}

/** One row of the method table. */
export interface Method {
  /** What it does, in a sentence or two, for the reference. */
  readonly summary: string;
  /** Its parameters, in the order of the specification. */
  readonly params: z.ZodObject;
  /** Other names of parameters. */
  readonly aliases: Aliases;
  /**
   * Checks the arguments and does it; what it gives is the reply's `result`.
   * @throws {CtiError} what the caller did wrong
   */
  call(params: Params | undefined, context: MethodContext): unknown;
}

/** A row: what it is for, the shape of the parameters, what is done with them. */
export function method<S extends Shape>(
  summary: string,
  shape: S,
  run: (
    parameters: z.output<z.ZodObject<S>>,
    context: MethodContext,
  ) => unknown,
  aliases: Aliases = {},
): Method {
  const params = z.object(shape);
  return {
    summary,
    params,
    aliases,
    call: (given, context) =>
      run(readArguments(params, given, aliases), context) ?? null,
  };
}
