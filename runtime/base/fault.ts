/** What a caller can do wrong: JSON-RPC 2.0 §5.1 codes, ours from −32001. */
export const FAULTS = {
  parseError: [-32700, "Parse error"],
  invalidRequest: [-32600, "Invalid Request"],
  methodNotFound: [-32601, "invalid method"],
  badParams: [-32602, "Invalid params"],
  internal: [-32603, "Internal error"],
  unknownResource: [-32001, "No such resource"],
  wrongState: [-32002, "Wrong state"],
  wrongDirection: [-32003, "Not allowed for this direction"],
  overloaded: [-32004, "Overloaded"],
  forbiddenPath: [-32005, "Forbidden path"],
  forbidden: [-32006, "Forbidden"],
  dialRefused: [-32007, "Dial refused"],
} as const;

export type FaultName = keyof typeof FAULTS;

/** Members of a JSON-RPC error's `data`. */
export interface FaultData {
  /** The path of the parameter that was wrong, such as `content[3][1]`. */
  readonly param?: string;
  /** What would have been right there. */
  readonly expected?: string;
  /** The state of the resource, when that is what forbids. */
  readonly state?: string;
  /** What may be called in that state. */
  readonly allowed_methods?: readonly string[];
  readonly [member: string]: unknown;
}

/** A caller's fault, worded for the caller. Our own mistakes are TypeErrors. */
export class CtiError extends Error {
  override readonly name = "CtiError";
  readonly code: number;

  constructor(
    readonly fault: FaultName,
    message?: string,
    readonly data?: FaultData,
  ) {
    super(message ?? FAULTS[fault][1]);
    this.code = FAULTS[fault][0];
  }
}
