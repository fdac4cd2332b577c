import { CtiError, type FaultName, FAULTS } from "../base/fault.ts";
import { RpcError } from "../client/mod.ts";

/** What the node refused a service is what the service refuses its caller. */
export function asFault(error: unknown): unknown {
  if (!(error instanceof RpcError)) return error;
  const names = Object.keys(FAULTS) as FaultName[];
  const name = names.find((one) => FAULTS[one][0] === error.code);
  return new CtiError(
    name ?? "internal",
    error.message,
    error.data ?? undefined,
  );
}
