import type { Limit } from "./traffic/limit.ts";

/** What the parts of the bench that use the network are given. */
export interface BenchOptions {
  /** CPU of one call's packets in C, ms a second; null where it is not known. */
  readonly echo: number | null;
  /** Null where there is no compiler, and on other systems than Linux. */
  readonly limit: Limit | null;
  /** So many callers instead of each part's own numbers. */
  readonly calls: readonly number[] | null;
  say(text: string): void;
}
