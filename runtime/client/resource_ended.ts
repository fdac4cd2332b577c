/** What was awaited of a resource cannot come any more: it has ended. */
export class ResourceEnded extends Error {
  override readonly name: string = "ResourceEnded";

  /** @param reason what the node said, such as `released` */
  constructor(
    readonly resId: string,
    readonly reason: string,
    what = "Resource",
  ) {
    super(`${what} ended: ${reason}`);
  }
}
