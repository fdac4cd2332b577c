/**
 * The connection was broken for so long that the node has forgotten events: how
 * what was awaited came out, if it did, was told in vain.
 */
export class EventsLost extends Error {
  override readonly name = "EventsLost";

  constructor() {
    super("Events are lost");
  }
}
