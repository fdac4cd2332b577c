/** Who sends a command: a connection, or a single request. */
export interface Caller {
  /** Whether its token lets it use methods of this scope. */
  allows(scope: string): boolean;
  /** The call exists now, and this caller created it. */
  created(resId: string): void;
  /** Keeps its events back until the returned function is called. */
  hold(): () => void;
}
