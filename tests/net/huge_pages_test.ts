import assert from "node:assert/strict";
import { askForHugePages } from "../../runtime/net/huge_pages.ts";

/** Whether this kernel was built with such pages. */
async function knowsHugePages(): Promise<boolean> {
  const folder = "/sys/kernel/mm/transparent_hugepage";
  return await Deno.stat(folder).then(() => true, () => false);
}

/** What Linux notes of the mapping in which memory lies (proc(5), `VmFlags`). */
async function flagsOf(memory: ArrayBuffer): Promise<string[]> {
  const pointer = Deno.UnsafePointer.of(new Uint8Array(memory));
  const start = Deno.UnsafePointer.value(pointer).toString(16);
  const mappings = await Deno.readTextFile("/proc/self/smaps");
  const mapping = mappings.slice(mappings.indexOf(`\n${start}-`));
  return /^VmFlags: (.*)$/m.exec(mapping)?.[1].trim().split(" ") ?? [];
}

Deno.test("the kernel is asked for huge pages for the memory of the core", async () => {
  const pages = { initial: 64, maximum: 64 };
  const buffer = new WebAssembly.Memory(pages).buffer as ArrayBuffer;
  assert.ok(!(await flagsOf(buffer)).includes("hg"));
  const expected = await knowsHugePages();
  assert.equal(askForHugePages(buffer), expected);
  assert.equal((await flagsOf(buffer)).includes("hg"), expected);
});
