import assert from "node:assert/strict";
import { conformance, heldFeatures } from "../../docs/conformance.ts";

const WRITTEN = new URL("../../docs/CONFORMANCE.md", import.meta.url);

Deno.test("docs/CONFORMANCE.md is what `deno task docs` writes", async () => {
  assert.equal(await Deno.readTextFile(WRITTEN), await conformance());
});

Deno.test("each feature of SIP that is claimed is held by a test", async () => {
  const unheld = (await heldFeatures())
    .filter(({ tests }) => tests.length === 0)
    .map(({ name }) => name);
  assert.deepEqual(unheld, []);
});
