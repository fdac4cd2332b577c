import type { EngineEvent } from "./engine.ts";
import { keyName } from "./keys.ts";

/** Numbers of a record of `assembly/events.ts`. */
export const RECORD = 5;

/** Such a record: what happened, where, the key, its start and its length. */
export function eventOf(record: Int32Array): EngineEvent {
  const [what, port, code] = record;
  const [start, length] = [record[3] >>> 0, record[4] >>> 0];
  switch (what) {
    case 1:
      return { type: "key", port, key: keyName(code), source: "tone", start };
    case 2:
      return { type: "key", port, key: keyName(code), source: "event" };
    case 3:
      return { type: "played", port };
    case 5:
      return { type: "mixPlayed", mix: port };
    case 6:
      return { type: "keyEnded", port, key: keyName(code), start, length };
    default:
      return { type: "keysSent", port };
  }
}
