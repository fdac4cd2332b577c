import { milliseconds } from "../base/units.ts";
import type { Stage } from "./stage.ts";

/** A BYE that is lost is repeated by then, three times (RFC 3261 §17.1.2.2). */
const LONGEST_BYE = milliseconds(4000);
const POLL = milliseconds(20);

/**
 * Calls that are up, whose BYE the server has not answered, or of whose end the
 * application at our own node has not been told.
 */
export function unreleased({ phone, node }: Stage): number {
  const { dialogs } = phone.userAgent.counts;
  return Math.max(dialogs, node?.application.calls ?? 0);
}

/** Waits until there is none of them, but not for long. */
export async function released(stage: Stage): Promise<void> {
  const { clock } = stage;
  const end = clock.now() + LONGEST_BYE;
  while (unreleased(stage) > 0 && clock.now() < end) {
    await new Promise<void>((resolve) => clock.after(POLL, resolve));
  }
}
