/** The call ended, or was never answered, while something was awaited of it. */
export class CallEnded extends Error {
  override readonly name = "CallEnded";

  /** @param reason what the node said, such as `hungup when playing` */
  constructor(readonly resId: string, readonly reason: string) {
    super(`Call ended: ${reason}`);
  }
}
