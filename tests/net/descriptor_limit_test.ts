import assert from "node:assert/strict";
import { textOf } from "../../runtime/base/bytes.ts";

const MODULE = new URL(
  "../../runtime/net/descriptor_limit.ts",
  import.meta.url,
);

/** What a process says that may have so many descriptors open. */
async function limitUnder(descriptors: number, flag: string): Promise<string> {
  const code = `import { descriptorLimit } from "${MODULE}";` +
    "console.log(descriptorLimit());";
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  await Deno.writeTextFile(file, code);
  const run = `ulimit -n ${descriptors}; exec "$0" run -q -A ${flag} "$1"`;
  const { stdout, stderr } = await new Deno.Command("sh", {
    args: ["-c", run, Deno.execPath(), file],
  }).output();
  await Deno.remove(file);
  return textOf(stdout).trim() || textOf(stderr);
}

Deno.test("how many descriptors there may be is what `ulimit -n` says", async () => {
  assert.equal(await limitUnder(177, ""), "177");
});

Deno.test("without FFI nobody knows how many descriptors there may be", async () => {
  assert.equal(await limitUnder(177, "--deny-ffi"), "null");
});
