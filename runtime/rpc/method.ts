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
  /** Its parameters, in the order of the specification. */
  readonly params: z.ZodObject;
  /**
   * Checks the arguments and does it; what it gives is the reply's `result`.
   * @throws {CtiError} what the caller did wrong
   */
  call(params: Params | undefined, context: MethodContext): unknown;
}

/** A row: the shape of the parameters, and what is done with them. */
export function method<S extends Shape>(
  shape: S,
  run: (
    parameters: z.output<z.ZodObject<S>>,
    context: MethodContext,
  ) => unknown,
  aliases: Aliases = {},
): Method {
  const params = z.object(shape);
  return {
    params,
    call: (given, context) =>
      run(readArguments(params, given, aliases), context) ?? null,
  };
}
