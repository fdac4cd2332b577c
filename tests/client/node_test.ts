import assert from "node:assert/strict";
import { PhoneRoom } from "../support/room/phone_room.ts";
import { TextLineStream } from "../support/text_lines.ts";

const GREETER = new URL("node/greeter.js", import.meta.url).pathname;

/** Starts the greeter in Node; `flags` say whether there is a WebSocket. */
function greeter(flag: string, http: string): Deno.ChildProcess {
  return new Deno.Command("node", {
    args: [flag, "--no-warnings", GREETER, http],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

Deno.test("build/client.js drives a call from Node", async () => {
  const room = await PhoneRoom.open();
  try {
    await room.prompt("hello.wav", 600);
    const phone = room.phone("13800138000");
    const program = greeter("--experimental-websocket", room.node.ready.http);
    const lines = program.stdout.pipeThrough(new TextDecoderStream() as never)
      .pipeThrough(new TextLineStream()).getReader();
    assert.equal((await lines.read()).value, "ready");
    const line = await phone.calls("100");
    await line.hears("hello.wav");
    await line.ended;
    const { value = "" } = await lines.read();
    const { from, ...rest } = JSON.parse(value);
    assert.match(from, /^sip:13800138000@/);
    assert.deepEqual(rest, { error: null, droppedBy: "sys" });
    await lines.cancel();
    const { code } = await program.status;
    assert.equal(code, 0, await new Response(program.stderr).text());
    await room.close();
  } finally {
    await room.leave();
  }
});

Deno.test("where there is no WebSocket the client says that it needs one", async () => {
  const program = greeter("--no-experimental-websocket", "http://127.0.0.1:1");
  const { code, stderr } = await program.output();
  assert.equal(code, 1);
  assert.match(new TextDecoder().decode(stderr), /no WebSocket here/);
});

Deno.test("build/client.js is small and complete", async () => {
  const file = new URL("../../build/client.js", import.meta.url);
  const text = await Deno.readTextFile(file);
  assert.doesNotMatch(text, /\bfrom\s*"|\bimport\s*[("]|\bDeno\b/);
  const small = new Response(text).body?.pipeThrough(
    new CompressionStream("gzip"),
  );
  const { byteLength } = await new Response(small).arrayBuffer();
  assert.ok(byteLength < 8000, `${byteLength} bytes compressed`);
});
