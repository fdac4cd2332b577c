import { isRecord } from "./record.ts";

/**
 * The name of what the node has made.
 * @throws {TypeError} it does not say it
 */
export function resIdOf(result: unknown): string {
  if (isRecord(result) && typeof result.res_id === "string") {
    return result.res_id;
  }
  throw new TypeError("The node's reply to construct has no res_id");
}
