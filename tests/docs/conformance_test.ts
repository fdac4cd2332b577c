import assert from "node:assert/strict";
import { conformance } from "../../docs/conformance.ts";

const WRITTEN = new URL("../../docs/CONFORMANCE.md", import.meta.url);

Deno.test("docs/CONFORMANCE.md is what `deno task docs` writes", async () => {
  assert.equal(await Deno.readTextFile(WRITTEN), await conformance());
});
