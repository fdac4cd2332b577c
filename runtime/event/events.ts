import type * as z from "zod";
import type { Camel } from "../base/names.ts";
import type { CallEvent } from "../call/events.ts";
import type { ConfEvent } from "../conf/events.ts";
import type { TrunkEvent } from "../trunk/events.ts";
import { CALL_EVENTS } from "./call_events.ts";
import { CONF_EVENTS } from "./conf_events.ts";
import { EXT_EVENTS, type ExtEvent } from "./ext_events.ts";
import { TRUNK_EVENTS } from "./trunk_events.ts";

/** All that a node tells. */
export type NodeEvent = CallEvent | ConfEvent | TrunkEvent | ExtEvent;

/**
 * Every event of the node by its type: when it is sent, and the one shape that
 * is the translation, the reference, AsyncAPI and the client's types.
 */
export const EVENTS = {
  ...CALL_EVENTS,
  ...CONF_EVENTS,
  ...TRUNK_EVENTS,
  ...EXT_EVENTS,
};

/** An event as an application in TypeScript sees it. */
export type ToldEvents = {
  readonly [Type in keyof typeof EVENTS]:
    & { readonly type: Type; readonly eventId: number }
    & Camel<z.output<(typeof EVENTS)[Type]["params"]>>;
};
