import type { Participant } from "../media/participant.ts";

/** A call's place in a conference. */
export interface Attendance {
  /** Leaves it, with this error; only the first time counts. */
  leave(error: string | null): void;
}

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
