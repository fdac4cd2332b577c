import { SYS_CALL } from "./call_methods.ts";
import { SYS_CONF } from "./conf_methods.ts";
import { EXT } from "./ext_methods.ts";
import type { Method } from "./method.ts";

/** Every method of the node, by its full name. */
export const METHODS: ReadonlyMap<string, Method> = new Map(
  Object.entries({ ...SYS_CALL, ...SYS_CONF, ...EXT }),
);

/** The method of that name; clients may leave the leading `sys.` out. */
export function methodNamed(name: string): [string, Method] | undefined {
  const full = METHODS.has(name) ? name : `sys.${name}`;
  const found = METHODS.get(full);
  return found && [full, found];
}
