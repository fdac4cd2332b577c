import type { EngineEvent } from "./engine.ts";
import { keyName } from "./keys.ts";

/** Records of `assembly/events.ts`, by their first number. */
export function eventOf(what: number, port: number, key: number): EngineEvent {
  if (what === 1) {
    return { type: "key", port, key: keyName(key), source: "tone" };
  }
  if (what === 2) {
    return { type: "key", port, key: keyName(key), source: "event" };
  }
  if (what === 5) return { type: "mixPlayed", mix: port };
  return { type: what === 3 ? "played" : "keysSent", port };
}
