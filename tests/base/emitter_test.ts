import assert from "node:assert/strict";
import { Emitter } from "../../runtime/base/emitter.ts";

Deno.test("listeners are called in order until they unsubscribe", () => {
  const emitter = new Emitter<number>();
  const heard: string[] = [];
  const first = emitter.on((n) => heard.push(`first ${n}`));
  emitter.on((n) => heard.push(`second ${n}`));
  emitter.emit(1);
  first();
  emitter.emit(2);
  assert.deepEqual(heard, ["first 1", "second 1", "second 2"]);
  assert.equal(emitter.size, 1);
});

Deno.test("a listener that unsubscribes while called does not skip the next", () => {
  const emitter = new Emitter<string>();
  const heard: string[] = [];
  const off = emitter.on(() => off());
  emitter.on((text) => heard.push(text));
  emitter.emit("once");
  assert.deepEqual(heard, ["once"]);
});
