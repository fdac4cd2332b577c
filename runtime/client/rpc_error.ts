/** Members that the node's errors carry where they apply; others may follow. */
export interface RpcErrorData {
  /** The parameter that was wrong, and what would have been right. */
  readonly param?: string;
  readonly expected?: string;
  /** The resource's state, and what may be called in it. */
  readonly state?: string;
  readonly allowed_methods?: readonly string[];
  readonly [member: string]: unknown;
}

/** The node refused a request: JSON-RPC 2.0 §5.1. */
export class RpcError extends Error {
  override readonly name = "RpcError";

  constructor(
    readonly code: number,
    message: string,
    readonly data: RpcErrorData | null,
  ) {
    super(message);
  }
}
