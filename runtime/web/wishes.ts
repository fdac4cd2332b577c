import type { Audience } from "../event/audience.ts";

/** What a connection asks for in its address. */
export interface Wishes {
  readonly audience: Audience | null;
  readonly legacy: boolean;
}

/** A wish that cannot be granted. */
export interface WrongWish {
  readonly param: string;
  readonly expected: string;
}

const DEFAULT_GROUP = "default";
const NAME = /^[\w.-]{1,64}$/;
const NAME_TEXT = "1 to 64 letters, digits, '.', '_' and '-'";
const EVENT_ID = /^\d{1,15}$/;

/** Reads `?group=`, `?events=`, `?after=`, `?client=` and `?envelope=`. */
export function readWishes(query: URLSearchParams): Wishes | WrongWish {
  const group = query.get("group") ?? DEFAULT_GROUP;
  const after = query.get("after");
  const client = query.get("client");
  const events = query.get("events") ?? "own";
  const envelope = query.get("envelope");
  if (!NAME.test(group)) return wrong("group", NAME_TEXT);
  if (client !== null && !NAME.test(client)) return wrong("client", NAME_TEXT);
  if (after !== null && !EVENT_ID.test(after)) {
    return wrong("after", "an event_id");
  }
  if (!["own", "all", "none"].includes(events)) {
    return wrong("events", "all or none");
  }
  if (envelope !== null && envelope !== "legacy") {
    return wrong("envelope", "legacy");
  }
  const from = after === null ? null : Number(after);
  return {
    audience: audience(events, { group, after: from, client }),
    legacy: envelope === "legacy",
  };
}

function wrong(param: string, expected: string): WrongWish {
  return { param, expected };
}

function audience(
  events: string,
  work: Omit<Audience & { kind: "worker" }, "kind">,
): Audience | null {
  if (events === "none") return null;
  return events === "all"
    ? { kind: "observer", after: work.after }
    : { kind: "worker", ...work };
}
