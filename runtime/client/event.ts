import { camelMembers, camelOf } from "../base/names.ts";
import type { CALL_EVENTS } from "../event/call_events.ts";
import type { CONF_EVENTS } from "../event/conf_events.ts";
import type { ToldEvents } from "../event/events.ts";
import { isRecord } from "./record.ts";

/** Every event of a node by its type, such as `NodeEvents["playCompleted"]`. */
export type NodeEvents = ToldEvents;
export type NodeEventType = keyof NodeEvents;
/** All that a node tells. */
export type NodeEvent = NodeEvents[NodeEventType];

export type CallEventType = keyof typeof CALL_EVENTS;
export type CallEvents = Pick<NodeEvents, CallEventType>;
/** All that a node tells about calls. */
export type CallEvent = CallEvents[CallEventType];

export type ConferenceEvents = Pick<NodeEvents, keyof typeof CONF_EVENTS>;

const METHOD = /^(?:sys|ext)\.(\w+)\.on_(\w+)$/;
/** How the types of events begin that do not begin with their resource. */
const HEADS = new Map([["call", ""], ["conf", "conference_"]]);

/** Reads a notification; null when it is not an event of a resource. */
export function readEvent(method: string, params: unknown): NodeEvent | null {
  const [, resource, name] = METHOD.exec(method) ?? [];
  if (!name || !isRecord(params)) return null;
  const { event_id, res_id } = params;
  if (typeof event_id !== "number" || typeof res_id !== "string") return null;
  const type = camelOf((HEADS.get(resource) ?? `${resource}_`) + name);
  // The types are those of the table by which the node says it.
  return { ...camelMembers(params), type } as NodeEvent;
}
