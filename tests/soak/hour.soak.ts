import assert from "node:assert/strict";
import { print } from "../support/print.ts";
import { ACTS } from "./acts.ts";
import { EVENT_TYPE, NOISE_TYPE } from "./caller.ts";
import { bundleSoak, type Host, soakOn } from "./hosts.ts";
import type { Outcome } from "./soak.ts";

/** Fewer, to try it: `SOAK_SECONDS=60 deno task test:soak`. */
const seconds = Number(Deno.env.get("SOAK_SECONDS") ?? 3600);
const SIZE = { ports: 1000, seconds, seed: 3550 };
/** Half of what 0.4 erlang at 50 packets a second are. */
const HALF = 0.4 * 50 / 2;
/** What has to have happened, if the hour is to say anything about it. */
const HAPPENED = [
  ...Object.keys(ACTS),
  "key by event",
  "key by tone",
  "keyEnded",
  "keysSent",
  "played",
  "mixPlayed",
  "music is cut off",
  "a meeting ends",
  "left is not right",
  "comfort noise taken",
  "sent tones",
  ...[0, 3, 5, 8, NOISE_TYPE, EVENT_TYPE].map((type) => `sent type ${type}`),
  "packetsReceived",
  "packetsSent",
  "packetsLost",
  "packetsLate",
  "packetsReordered",
  "packetsRefused",
  "packetsDuplicated",
  "jitterSamples",
  "concealedSamples",
  "discardedSamples",
  "insertedSamples",
  "delaySamples",
  "meanDelaySamples",
];
const HOSTS: readonly Host[] = ["Deno", "Node", "Chromium", "Deno"];

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
  const { counts } = first;
  for (const name of HAPPENED) assert.ok(counts[name] > 0, name);
  assert.equal(counts.packetsRefused, counts["send a short packet"]);
  const least = HALF * SIZE.ports * seconds;
  assert.ok(counts.packetsSent > least, `${counts.packetsSent} packets`);
});
