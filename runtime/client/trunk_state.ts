import { snakeOf } from "../base/names.ts";
import {
  flag,
  type Members,
  number,
  oneOf,
  orNull,
  readShape,
  text,
} from "./shape.ts";

const TRUNK_STATE = {
  eventId: number,
  trunk: text,
  state: oneOf("up", "down"),
  /** Null where the node does not register. */
  registered: orNull(flag),
  time: number,
};

/** A trunk came up or went down, or its registration did. */
export type TrunkState = Members<typeof TRUNK_STATE>;

/** Reads a notification; null when it is not of a trunk. */
export function readTrunkState(
  method: string,
  params: unknown,
): TrunkState | null {
  if (method !== "sys.trunk.on_state") return null;
  return readShape(TRUNK_STATE, params, snakeOf) ?? null;
}
