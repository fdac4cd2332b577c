import { expect, test } from "vitest";
import { loadCore } from "../../runtime/core/mod.ts";

const BUILT = new URL("../../build/core.wasm", import.meta.url);
const bytes = await Deno.readFile(BUILT);

test("the core imports nothing: no clock, no chance, no host", () => {
  const module = new WebAssembly.Module(bytes);
  expect(WebAssembly.Module.imports(module)).toEqual([]);
});

test("it is loaded from a URL, a response, bytes or its own place", async () => {
  const sources = [BUILT, new Response(bytes), bytes, bytes.buffer, undefined];
  for (const source of sources) {
    const core = await loadCore(source);
    expect(core.dtmfTones("1")).toHaveLength(1600);
  }
});

test("what is not there or not the core is refused", async () => {
  await expect(loadCore(new URL("none.wasm", BUILT))).rejects.toThrow();
  await expect(loadCore(new Response("", { status: 404 }))).rejects
    .toThrow("No core");
  await expect(loadCore(Uint8Array.of(1, 2, 3))).rejects
    .toThrow(WebAssembly.CompileError);
});

test("the browser's bundle is the same core, fetched from beside it", async () => {
  const build = new URL("../../build/", import.meta.url);
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async ({ url }) => {
      const name = new URL(url).pathname.slice(1);
      const type = name.endsWith(".js")
        ? "text/javascript"
        : "application/wasm";
      const body = await Deno.readFile(new URL(name, build));
      return new Response(body, { headers: { "content-type": type } });
    },
  );
  const code = `
    const { loadCore } = await import("http://127.0.0.1:${server.addr.port}/core.js");
    const core = await loadCore();
    const found = core.dtmfDetector().detect(core.dtmfTones("42"));
    console.log(found.map(({ key }) => key).join(""));`;
  // Of its own: Deno's keeps modules by address, and a port is free again
  // for a bundle that was built later
  const cache = await Deno.makeTempDir();
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-config", "--no-lock", code],
    env: { DENO_DIR: cache, NO_COLOR: "1" },
  }).output();
  await server.shutdown();
  await Deno.remove(cache, { recursive: true });
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim();
  expect(text(stdout), text(stderr)).toBe("42");
});
