import assert from "node:assert/strict";
import { CtiError } from "../../runtime/base/fault.ts";

/** How a command is refused, as it has to be. */
export function faultOf(work: () => void): CtiError {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof CtiError, String(error));
    return error;
  }
  throw new Error("it was not refused");
}
