import type { SessionEnd } from "../sip/session.ts";

/** The line went down before what was asked of it was done. */
export class LineEnded extends Error {
  override readonly name = "LineEnded";

  constructor(readonly end: SessionEnd) {
    super(`Line ended by ${end.by}: ${end.status} ${end.reason}`);
  }
}
