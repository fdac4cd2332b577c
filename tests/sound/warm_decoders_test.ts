import assert from "node:assert/strict";
import { loadCore } from "../../runtime/core/mod.ts";
import { openMpg123 } from "../../runtime/sound/formats/mp3.ts";
import { openLibopus } from "../../runtime/sound/formats/opus.ts";
import { warmDecoders } from "../../runtime/sound/warm_decoders.ts";

Deno.test("once they are warm, decoders are opened without compiling anything", async () => {
  await warmDecoders(await loadCore());
  const { compile } = WebAssembly;
  let compiled = 0;
  WebAssembly.compile = (bytes) => {
    compiled++;
    return compile(bytes);
  };
  try {
    for (const open of [openMpg123, openLibopus]) (await open()).free();
  } finally {
    WebAssembly.compile = compile;
  }
  assert.equal(compiled, 0);
});
