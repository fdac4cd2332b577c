import * as z from "zod";
import type { EventRow } from "../event/event_row.ts";
import { EVENTS, type NodeEvent } from "../event/events.ts";
import { GAP } from "../event/gap.ts";
import { INFO, type Place } from "./about.ts";
import { jsonSchema } from "./json_schema.ts";
import { SAMPLE_EVENTS } from "./sample_events.ts";

/** Message Objects by their names. */
export type Messages = Readonly<Record<string, object>>;

/**
 * The events of the node, and how commands go, as AsyncAPI 3.0.
 * @param messages what `asyncApiMessages` gives
 */
export function asyncApi({ host, secure }: Place, messages: Messages): object {
  const tls = secure ? "s" : "";
  const names = Object.keys(messages);
  return {
    asyncapi: "3.0.0",
    info: {
      ...INFO,
      externalDocs: {
        description: "The methods that requests may name, in OpenRPC",
        url: `http${tls}://${host}/openrpc.json`,
      },
    },
    defaultContentType: "application/json",
    servers: { node: { host, protocol: `ws${tls}` } },
    channels: {
      rpc: {
        address: "/rpc",
        description: "One text message for each JSON-RPC object or batch.",
        messages: Object.fromEntries(names.map(messageIn)),
        bindings: { ws: { query: QUERY, bindingVersion: "0.1.0" } },
      },
    },
    operations: { command: COMMAND, ...eventOperations(names) },
    components: { messages },
  };
}

const CHANNEL = { $ref: "#/channels/rpc" };
const EVENT_ID = z.int().describe("rises by one with every event of the node");

/** What the address of the channel may carry (`?group=` and so on). */
const QUERY = {
  type: "object",
  properties: {
    group: {
      type: "string",
      description: "connections of one group share the calls",
      default: "default",
    },
    events: {
      type: "string",
      enum: ["own", "all", "none"],
      description: "all: to observe; none: commands alone",
      default: "own",
    },
    after: {
      type: "integer",
      description: "the event_id after which to go on",
    },
    envelope: {
      type: "string",
      enum: ["legacy"],
      description: "events without the jsonrpc member",
    },
    token: {
      type: "string",
      description: "a bearer token, where no Authorization can be sent",
    },
  },
};

const COMMAND = {
  action: "receive",
  summary: "A request of JSON-RPC 2.0, which is answered on the connection.",
  channel: CHANNEL,
  messages: [messageOf("request")],
  reply: { channel: CHANNEL, messages: [messageOf("reply")] },
};

const id = { description: "any JSON value", type: ["string", "number"] };
const jsonrpc = { const: "2.0" };

/** What leads from a reply to its request. */
const correlationId = { location: "$message.payload#/id" };

const REQUEST = {
  title: "A command",
  correlationId,
  payload: {
    type: "object",
    required: ["jsonrpc", "id", "method"],
    properties: {
      jsonrpc,
      id,
      method: { type: "string" },
      params: { type: ["object", "array"] },
    },
  },
};

const ERROR = {
  type: "object",
  required: ["code", "message"],
  properties: {
    code: { type: "integer" },
    message: { type: "string" },
    data: { type: "object" },
  },
};

const REPLY = {
  title: "What came of a command",
  correlationId,
  payload: { anyOf: [replyWith("result", {}), replyWith("error", ERROR)] },
};

function replyWith(name: string, schema: object): object {
  const description = "the command had been carried out before";
  const replayed = { description, const: true };
  return {
    type: "object",
    required: ["jsonrpc", "id", name],
    properties: { jsonrpc, id, [name]: schema, replayed },
  };
}

/** Every event of the table, and what goes both ways with a command. */
export function asyncApiMessages(): Messages {
  return Object.fromEntries([
    ["request", REQUEST],
    ["reply", REPLY],
    ...Object.values(SAMPLE_EVENTS).map(eventMessage),
    [GAP.method, notification(GAP.method, GAP.when, GAP.params)],
  ]);
}

function eventMessage(sample: NodeEvent): [string, object] {
  const row = EVENTS[sample.type] as EventRow<NodeEvent>;
  const { method, when } = row;
  const params = row.params.extend({ event_id: EVENT_ID });
  const example = { ...row.tell(sample), event_id: 17 };
  const examples = [{ payload: { jsonrpc: "2.0", method, params: example } }];
  return [method, { ...notification(method, when, params), examples }];
}

function notification(method: string, when: string, params: z.ZodObject) {
  return {
    name: method,
    title: when.split(". ")[0],
    description: when,
    payload: {
      type: "object",
      required: ["jsonrpc", "method", "params"],
      properties: {
        jsonrpc,
        method: { const: method },
        params: jsonSchema(params, "output"),
      },
    },
  };
}

function messageIn(name: string): [string, object] {
  return [name, { $ref: `#/components/messages/${name}` }];
}

function messageOf(name: string) {
  return { $ref: `#/channels/rpc/messages/${name}` };
}

/** The node sends each event by itself. */
function eventOperations(names: readonly string[]): Record<string, object> {
  const events = names.filter((name) => name.includes(".on_"));
  return Object.fromEntries(events.map((name) => [
    name,
    { action: "send", channel: CHANNEL, messages: [messageOf(name)] },
  ]));
}
