import type { Clock } from "../base/clock.ts";

/** What a client needs whose wire may break and be whole again. */
export interface Lasting {
  readonly clock: Pick<Clock, "now" | "after">;
  /** A key that no request of anybody has had. */
  newKey(): string;
}
