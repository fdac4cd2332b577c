import assert from "node:assert/strict";
import { CALL_ARROWS, type CallState } from "../../runtime/call/states.ts";

/** The edges of the graph in `sys.call.rst`. */
const GRAPH = `
  Initiated -> Released
  Initiated -> Answer
  Initiated -> Idle
  Answer -> Idle
  Answer -> Released
  Idle -> Released
  Idle -> Play
  Play -> Idle
  Idle -> Record
  Record -> Idle
  Idle -> SendDtmf
  SendDtmf -> Idle
  Idle -> ReceiveDtmf
  ReceiveDtmf -> Idle
  Idle -> Dial
  Dial -> Idle
  Dial -> Connect
  Connect -> Dial
  Connect -> Idle
  Idle -> Connect
  Idle -> Conf
  Conf -> Idle
`.trim().split("\n").map((line) => line.trim()).sort();

Deno.test("the states of a call lead where the graph of sys.call leads", () => {
  const edges = Object.entries(CALL_ARROWS).flatMap(([from, arrows]) =>
    Object.values(arrows).map(([to]) => `${from} -> ${to}`)
  );
  assert.deepEqual(edges.sort(), GRAPH);
});

Deno.test("nothing leads out of Released", () => {
  assert.deepEqual(CALL_ARROWS.Released, {});
});

Deno.test("every state but the first is reached from another", () => {
  const reached = new Set<CallState>(["Initiated"]);
  for (const from of reached) {
    for (const [to] of Object.values(CALL_ARROWS[from])) reached.add(to);
  }
  assert.equal(reached.size, Object.keys(CALL_ARROWS).length);
});
