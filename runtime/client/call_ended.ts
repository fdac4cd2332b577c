import { ResourceEnded } from "./resource_ended.ts";

/** The call ended, or was never answered, while something was awaited of it. */
export class CallEnded extends ResourceEnded {
  override readonly name = "CallEnded";

  /** @param reason what the node said, such as `hungup when playing` */
  constructor(resId: string, reason: string) {
    super(resId, reason, "Call");
  }
}
