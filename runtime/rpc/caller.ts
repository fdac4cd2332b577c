/** What a connection or a request may do. */
export interface Rights {
  /** Whose it is: all that came with the same token have one bearer. */
  readonly bearer: string;
  /** Whether its token lets it use methods of this scope. */
  allows(scope: string): boolean;
}

/** Who sends a command: a connection, or a single request. */
export interface Caller extends Rights {
  /** It wants the old envelope, also for what is no request at all. */
  readonly legacy: boolean;
  /** The resource exists now, and this caller created it. */
  created(resId: string): void;
  /** It created the resource before, perhaps on another connection. */
  adopts(resId: string): void;
  /** Keeps its events back until the returned function is called. */
  hold(): () => void;
}
