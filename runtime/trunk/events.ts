import type { UnixSeconds } from "../base/units.ts";

/** A trunk came up or went down, or its registration did. */
export interface TrunkEvent {
  readonly type: "trunkState";
  /** `{node}-sys.trunk-{name}` */
  readonly resId: string;
  readonly trunk: string;
  readonly state: "up" | "down";
  /** Null where we do not register. */
  readonly registered: boolean | null;
  readonly time: UnixSeconds;
}
