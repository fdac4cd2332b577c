/** Named members of an event, as they go to the application. */
export type EventParams = Readonly<Record<string, unknown>>;

export interface LoggedEvent {
  /** Rises by one with every event of the node. */
  readonly eventId: number;
  /** The call or conference that the event is about. */
  readonly resId: string;
  readonly method: string;
  readonly params: EventParams;
}

/**
 * Every event of the node in the order in which it happened. Events are
 * appended first and delivered from here, so that who was away can resume.
 */
export interface EventLog {
  /** Appends, synchronously, and says the new event's id. */
  append(resId: string, method: string, params: EventParams): number;
  /**
   * The events after `eventId`, oldest first, at most `limit`; of one resource
   * where `resId` is given.
   */
  after(eventId: number, limit: number, resId?: string): LoggedEvent[];
  /** Id of the oldest event still held; one past `last` when none is. */
  readonly first: number;
  /** Id of the newest event ever appended; 0 before the first. */
  readonly last: number;
}
