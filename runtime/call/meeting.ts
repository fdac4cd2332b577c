import type { Attendance, Participant } from "../media/participant.ts";

/** What a call needs of a conference. */
export interface Meeting {
  readonly resId: string;
  /**
   * Lets the call in. `over` is told once, when it has left again, whoever
   * wanted that: the error, or null.
   * @throws {CtiError} when it is over
   */
  enter(
    who: Participant,
    over: (error: string | null) => void,
  ): Attendance;
}
