import assert from "node:assert/strict";
import { voiceParts } from "../../docs/voice.ts";

Deno.test("docs/VOICE.md is what `deno task docs` writes", async () => {
  const file = new URL("../../docs/VOICE.md", import.meta.url);
  assert.equal(await Deno.readTextFile(file), voiceParts());
});
