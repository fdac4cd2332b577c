import { ResourceEnded } from "./resource_ended.ts";

/** The conference ended while something was awaited of it. */
export class ConferenceEnded extends ResourceEnded {
  override readonly name = "ConferenceEnded";

  constructor(resId: string, reason: string) {
    super(resId, reason, "Conference");
  }
}
