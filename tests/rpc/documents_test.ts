import assert from "node:assert/strict";
import * as z from "zod";
import { FAULTS } from "../../runtime/base/fault.ts";
import { EVENTS } from "../../runtime/event/events.ts";
import { Documents } from "../../runtime/rpc/documents.ts";
import { METHODS } from "../../runtime/rpc/methods.ts";
import type {
  AsyncApiDocument,
  OpenRpcDocument,
} from "../support/documented_client.ts";

const PLACE = { host: "cti.example:8080", secure: false };
const documents = new Documents();
const openRpc = asJson<OpenRpcDocument>(documents.openRpc(PLACE));
const asyncApi = asJson<AsyncApiDocument>(documents.asyncApi(PLACE));
const { messages } = asyncApi.components;

/** As whoever fetches it gets it. */
function asJson<Document>(document: object): Document {
  return JSON.parse(JSON.stringify(document));
}

/** Every `$ref` in a document. */
function refsIn(value: unknown): string[] {
  if (typeof value !== "object" || !value) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === "$ref" ? [String(inner)] : refsIn(inner)
  );
}

/** What a reference within the document leads to. */
function follow(document: object, ref: string): unknown {
  const steps = ref.slice("#/".length).split("/");
  return steps.reduce<unknown>(
    (at, step) => (at as Record<string, unknown> | undefined)?.[step],
    document,
  );
}

function accepts(shape: z.ZodType, value: unknown): boolean {
  return shape.safeParse(value).success;
}

for (const document of [openRpc, asyncApi]) {
  const [name] = Object.keys(document);
  Deno.test(`every reference in the ${name} document leads somewhere`, () => {
    const refs = refsIn(document);
    assert.ok(refs.length > 10);
    for (const ref of refs) assert.ok(follow(document, ref), ref);
  });
}

Deno.test("OpenRPC has every method with its parameters, the required ones first, and the key", () => {
  const found = openRpc.methods.map(({ name, params }) => [
    name,
    params.map((param) => param.name),
  ]);
  const table = [...METHODS].map(([name, { params }]) => [
    name,
    [
      ...Object.keys(params.shape).sort((a, b) =>
        Number(accepts(params.shape[a], undefined)) -
        Number(accepts(params.shape[b], undefined))
      ),
      "idempotency_key",
    ],
  ]);
  assert.deepEqual(found, table);
});

Deno.test("a parameter is required in OpenRPC if a request without it is refused", () => {
  for (const { name, params } of openRpc.methods) {
    const shape = METHODS.get(name)?.params.shape ?? {};
    for (const param of params.slice(0, -1)) {
      const refused = !shape[param.name].safeParse(undefined).success;
      assert.equal(param.required, refused, `${name} ${param.name}`);
    }
  }
});

Deno.test("the defaults of OpenRPC are those of the table, and fit their schemas", () => {
  let defaults = 0;
  for (const { name, params } of openRpc.methods) {
    for (const { name: param, schema } of params) {
      const given = (schema as { default?: unknown }).default;
      const shape = METHODS.get(name)?.params.shape[param];
      const own = shape instanceof z.ZodDefault
        ? shape.def.defaultValue
        : undefined;
      assert.deepEqual(given, own, `${name} ${param}`);
      if (own === undefined) continue;
      defaults++;
      z.fromJSONSchema(schema).parse(own);
    }
  }
  assert.ok(defaults > 10);
});

Deno.test("a number or truth value is right in OpenRPC exactly if the node takes it", () => {
  const edges = [-1, 0, 0.5, 1, 2, 3, 4, 5, 6, 7, 199, 200, 300, 699, 700];
  const larger = [1000, 1001, 3600, 3601, 86_400, 86_401, 604_800, 604_801];
  const values = [...edges, ...larger, 1e10, true, false, {}];
  let compared = 0;
  for (const { name, params } of openRpc.methods) {
    for (const { name: param, schema } of params) {
      const { type } = schema as { type?: string };
      const shape = METHODS.get(name)?.params.shape[param];
      if (!shape || !["number", "integer", "boolean"].includes(`${type}`)) {
        continue;
      }
      const documented = z.fromJSONSchema(schema);
      for (const value of values) {
        compared++;
        const says = accepts(documented, value);
        assert.equal(says, accepts(shape, value), `${name} ${param} ${value}`);
      }
    }
  }
  assert.ok(compared > 500);
});

Deno.test("a file may have any letter in its name, whatever reads the schema", () => {
  for (const { name, params } of openRpc.methods) {
    const pattern = /\\p\{/;
    assert.doesNotMatch(JSON.stringify(params), pattern, name);
  }
});

Deno.test("OpenRPC says when a call listens to a method", () => {
  const of = (name: string) =>
    openRpc.methods.find((method) => method.name === name) as
      & Record<string, unknown>
      & OpenRpcDocument["methods"][number];
  const answer = of("sys.call.answer");
  assert.deepEqual(answer["x-call-states"], ["Initiated"]);
  assert.equal(answer["x-call-direction"], "inbound");
  assert.equal(of("sys.call.nop")["x-call-states"], undefined);
  const errors = refsIn(answer).map((ref) => ref.split("/").pop());
  for (const fault of ["badParams", "wrongState", "wrongDirection"]) {
    assert.ok(errors.includes(fault), fault);
  }
  assert.ok(errors.every((fault) => Object.hasOwn(FAULTS, fault ?? "")));
});

Deno.test("AsyncAPI has every event, each with an example that fits it", () => {
  const names = Object.values(EVENTS).map(({ method }) => method);
  const others = ["request", "reply", "sys.event.on_gap"];
  assert.deepEqual(Object.keys(messages).sort(), [...names, ...others].sort());
  for (const name of names) {
    const { payload, examples } = messages[name];
    assert.equal(examples?.length, 1, name);
    z.fromJSONSchema(payload).parse(examples?.[0].payload);
  }
});

for (const { method, params } of Object.values(EVENTS)) {
  Deno.test(`AsyncAPI takes no ${method} without one of its members`, () => {
    const { payload, examples = [] } = messages[method];
    const schema = z.fromJSONSchema(payload);
    for (const member of [...Object.keys(params.shape), "event_id"]) {
      const wrong = structuredClone(examples[0].payload) as {
        params: Record<string, unknown>;
      };
      delete wrong.params[member];
      assert.equal(schema.safeParse(wrong).success, false, member);
    }
  });
}

Deno.test("both documents say where the node is, by TLS or without", () => {
  const secure = { host: "cti.example", secure: true };
  const other = JSON.stringify(documents.openRpc(secure));
  assert.ok(other.includes('"https://cti.example/rpc"'));
  assert.ok(other.includes('"wss://cti.example/rpc"'));
  const { node } = asyncApi.servers;
  assert.deepEqual(node, { host: "cti.example:8080", protocol: "ws" });
});
