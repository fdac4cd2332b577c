import assert from "node:assert/strict";
import { Documents } from "../../runtime/rpc/documents.ts";

const FOLDER = new URL("documents/", import.meta.url);
const PLACE = { host: "127.0.0.1:8080", secure: false };

interface Both {
  readonly openRpc: object;
  readonly asyncApi: object;
}

function documents(): Both {
  const all = new Documents();
  return { openRpc: all.openRpc(PLACE), asyncApi: all.asyncApi(PLACE) };
}

/** What the validators have against the documents. */
async function objections(both: Both): Promise<Record<keyof Both, string[]>> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", "validate.ts"],
    cwd: FOLDER,
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(JSON.stringify(both)));
  await writer.close();
  const { stdout } = await child.output();
  return JSON.parse(new TextDecoder().decode(stdout));
}

Deno.test("the documents of the API are valid OpenRPC and AsyncAPI", async () => {
  const found = await objections(documents());
  assert.deepEqual(found, { openRpc: [], asyncApi: [] });
});

Deno.test("documents with a mistake in them are not", async () => {
  const text = JSON.stringify(documents())
    .replace('"paramStructure":"by-name"', '"paramStructure":"by-luck"')
    .replace('"action":"send"', '"action":"shout"');
  const { openRpc, asyncApi } = await objections(JSON.parse(text));
  assert.ok(openRpc.length > 0);
  assert.ok(asyncApi.length > 0);
});
