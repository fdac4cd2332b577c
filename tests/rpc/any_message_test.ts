import assert from "node:assert/strict";
import fc from "fast-check";
import { METHODS } from "../../runtime/rpc/methods.ts";
import { type Reply, RES_ID, rpcOnFakes } from "./support.ts";

const { raw } = rpcOnFakes();
const RUNS = { seed: 1, numRuns: 20_000 };
/** Nothing that a caller sends is a mistake of ours (−32603). */
const CALLERS = [-32700, -32600, -32601, -32602, -32001];

async function isAnswered(message: string | Uint8Array): Promise<void> {
  const text = await raw(message);
  if (text === null) return;
  assert.match(text, /^[\x20-\x7e]*$/);
  const reply: Reply | Reply[] = JSON.parse(text);
  for (const one of Array.isArray(reply) ? reply : [reply]) {
    assert.ok("id" in one);
    if (one.error) assert.ok(CALLERS.includes(one.error.code), text);
    else assert.ok("result" in one);
  }
}

Deno.test("whatever bytes come, the reply is JSON-RPC or none", async () => {
  const bytes = fc.uint8Array({ maxLength: 200 });
  await fc.assert(fc.asyncProperty(bytes, isAnswered), RUNS);
});

Deno.test("whatever JSON comes, the reply is JSON-RPC or none", async () => {
  await fc.assert(fc.asyncProperty(fc.json(), isAnswered), RUNS);
});

const scalar = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom("", " ", "1", "-1", "1e9", "true", "F", RES_ID, 603, 1e308),
);

function requestOf([name, names]: [string, string[]]) {
  const some = fc.dictionary(
    fc.constantFrom(...names, "x", "__proto__", "idempotency_key"),
    scalar,
  );
  const params = fc.oneof(some, fc.array(scalar), scalar).map((given) =>
    typeof given === "object" && given && !Array.isArray(given)
      ? { res_id: RES_ID, ...given }
      : given
  );
  return fc.record({
    jsonrpc: fc.constantFrom("2.0", undefined, "1.0"),
    id: fc.option(fc.jsonValue({ maxDepth: 1 }), { nil: undefined }),
    method: fc.constant(name),
    params,
  });
}

Deno.test("whatever arguments a method gets, it takes them or names what is wrong", async () => {
  const rows = [...METHODS].map(([name, { params }]): [string, string[]] => [
    name,
    Object.keys(params.shape),
  ]);
  const request = fc.oneof(...rows.map(requestOf));
  const batch = fc.oneof(request, fc.array(request, { maxLength: 3 }));
  const property = fc.asyncProperty(
    batch,
    (message) => isAnswered(JSON.stringify(message)),
  );
  await fc.assert(property, RUNS);
});
