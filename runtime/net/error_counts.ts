import type { DatagramErrors } from "./datagram.ts";

/** Counts what went wrong by its name. */
export class ErrorCounts {
  readonly #counts: Record<string, number> = {};

  get all(): DatagramErrors {
    return { ...this.#counts };
  }

  count(name: string): void {
    this.#counts[name] = (this.#counts[name] ?? 0) + 1;
  }
}
