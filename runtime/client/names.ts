import { snakeOf } from "../base/names.ts";

/** Parameters as the wire names them; members that are undefined are left out. */
export function wireParameters(parameters: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(parameters)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [snakeOf(name), value]),
  );
}
