import * as z from "zod";
import { type FaultName, FAULTS } from "../base/fault.ts";
import { INFO, type Place } from "./about.ts";
import { callRule } from "./call_rule.ts";
import { expectation } from "./expectation.ts";
import { idempotencyKey, KEY_NAME } from "./idempotency_key.ts";
import { jsonSchema } from "./json_schema.ts";
import type { Method } from "./method.ts";
import { METHODS } from "./methods.ts";

/**
 * The methods of the node as a document of OpenRPC 1.3.
 * @param methods what `openRpcMethods` gives
 */
export function openRpc(
  { host, secure }: Place,
  methods: readonly object[],
): object {
  const tls = secure ? "s" : "";
  return {
    openrpc: "1.3.2",
    info: INFO,
    servers: [
      { name: "HTTP", url: `http${tls}://${host}/rpc` },
      { name: "WebSocket, with events", url: `ws${tls}://${host}/rpc` },
    ],
    externalDocs: {
      description: "The events that the node sends, in AsyncAPI",
      url: `http${tls}://${host}/asyncapi.json`,
    },
    methods,
    components: { errors },
  };
}

const errors = Object.fromEntries(
  Object.entries(FAULTS)
    .map(([name, [code, message]]) => [name, { code, message }]),
);

/** Every row of the method table as a Method Object. */
export function openRpcMethods(): object[] {
  return [...METHODS].map(([name, row]) => methodObject(name, row));
}

function methodObject(name: string, row: Method): object {
  const rule = callRule(name);
  return {
    name,
    summary: row.summary.split(". ")[0],
    description: row.summary,
    tags: [{ name: name.slice(0, name.lastIndexOf(".")) }],
    paramStructure: "by-name",
    params: parameterObjects(row),
    result: { name: "result", schema: jsonSchema(row.result, "output") },
    errors: faultsOf(name, row)
      .map((fault) => ({ $ref: `#/components/errors/${fault}` })),
    ...rule && { "x-call-states": rule.states },
    ...rule?.direction && { "x-call-direction": rule.direction },
  };
}

/** OpenRPC wants those first that are required; the names tell them apart. */
function parameterObjects({ params }: Method): ParameterObject[] {
  const all = Object.entries(params.shape).map(parameterObject);
  return [
    ...all.filter(({ required }) => required),
    ...all.filter(({ required }) => !required),
    parameterObject([KEY_NAME, idempotencyKey.optional()]),
  ];
}

interface ParameterObject {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  readonly schema: object;
}

function parameterObject([name, shape]: [string, z.ZodType]): ParameterObject {
  const schema = jsonSchema(shape, "input");
  const isOptional = shape.safeParse(undefined).success;
  // zod leaves out the default of what it transforms.
  const standing = shape instanceof z.ZodDefault
    ? { default: shape.def.defaultValue }
    : {};
  return {
    name,
    description: expectation(shape),
    required: !isOptional,
    schema: { ...schema, ...standing },
  };
}

/** What a caller of the method may have done wrong. */
function faultsOf(name: string, { params }: Method): FaultName[] {
  const rule = callRule(name);
  const faults: FaultName[] = ["badParams", "forbidden", "internal"];
  if (params.shape.res_id && !name.endsWith(".exists")) {
    faults.push("unknownResource");
  }
  if (rule) faults.push("wrongState");
  if (rule?.direction) faults.push("wrongDirection");
  if (name.endsWith(".construct")) faults.push("overloaded");
  if (params.shape.to_uri) faults.push("dialRefused");
  return faults;
}
