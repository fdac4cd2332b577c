import assert from "node:assert/strict";
import { bundleSoak, type Host, soakOn } from "./hosts.ts";
import type { Outcome } from "./soak.ts";

/** Fewer, to try it: `SOAK_SECONDS=60 deno task test:soak`. */
const seconds = Number(Deno.env.get("SOAK_SECONDS") ?? 3600);
const SIZE = { ports: 1000, seconds, seed: 3550 };
/** Half of what 0.6 erlang at 50 packets a second are. */
const HALF = 0.6 * 50 / 2;
const KINDS = [
  "key by event",
  "key by tone",
  "keysSent",
  "mixPlayed",
  "played",
];
const HOSTS: readonly Host[] = ["Deno", "Node", "Chromium", "Deno"];

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

/** One run after the other, on as many processors as there are. */
async function soakEverywhere(): Promise<Outcome[]> {
  const waiting = HOSTS.entries();
  const outcomes: Outcome[] = [];
  const work = async () => {
    for (const [index, host] of waiting) {
      const began = performance.now();
      outcomes[index] = await soakOn(host, SIZE);
      const spent = Math.round((performance.now() - began) / 1000);
      const hash = outcomes[index].hashes.at(-1)?.toString(16);
      print(`${host}: ${hash} after ${spent} s`);
    }
  };
  const workers = { length: navigator.hardwareConcurrency };
  await Promise.all(Array.from(workers, work));
  return outcomes;
}

Deno.test("a thousand ports for an hour: memory stays, and all hosts give the same", async () => {
  await bundleSoak();
  const [first, ...others] = await soakEverywhere();
  print(JSON.stringify({ ...first, hashes: first.hashes.length }));
  for (const other of others) assert.deepEqual(other, first);
  assert.equal(first.memory[0], first.memory[1]);
  for (const kind of KINDS) assert.ok(first.events[kind] > 0, kind);
  for (const [name, count] of Object.entries(first.counters)) {
    if (name !== "packetsRefused") assert.ok(count > 0, name);
  }
  assert.ok(first.packets > HALF * SIZE.ports * seconds, `${first.packets}`);
});
