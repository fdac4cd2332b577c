import assert from "node:assert/strict";
import { run, start } from "../support/program.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
const LOAD = ["run", "-A", "--quiet", "runtime/load/load.ts"];
const PORTS = ["--node-ports", "27000-27099", "--ports", "27100-27199"];

Deno.test("load: callers of a node of its own hear, press keys and are released", async () => {
  const json = await Deno.makeTempFile();
  const few = ["--node", "--calls", 3, "--rate", 20, "--hold", "4-5"];
  const args = [...few, "--keys", "12", "--codec", "pcmu", "--json", json];
  await run(Deno.execPath(), [...LOAD, ...args, ...PORTS], ROOT);
  const { calls, packets, pacing, keys, server, faults } = JSON.parse(
    await Deno.readTextFile(json),
  );
  assert.deepEqual(calls, {
    begun: 3,
    up: 0,
    mostUp: 3,
    done: 3,
    unreleased: 0,
    refused: {},
    retryAfter: 0,
    brokenOff: 0,
    unheard: 0,
    marred: 0,
  });
  assert.deepEqual(keys, { pressed: 3, acknowledged: 3 });
  assert.deepEqual(faults, []);
  assert.equal(packets.packetsLost, 0);
  // 4 s of 50 packets, as far as the jitter of the first and last goes
  assert.ok(packets.packetsReceived > 3 * 190, `${packets.packetsReceived}`);
  assert.ok(pacing.gaps > 3 * 180, `${pacing.gaps}`);
  assert.ok(server.rss > 0 && server.fds > 0 && server.cpu > 0);
  await Deno.remove(json);
});

Deno.test("load: who is refused by a full node counts, with its Retry-After", async () => {
  const json = await Deno.makeTempFile();
  const few = ["--node", "--calls", 3, "--node-calls", 2, "--rate", 20];
  const args = [...LOAD, ...few, "--hold", 4, "--json", json, ...PORTS];
  const { code, output } = await start(Deno.execPath(), args, ROOT).ended;
  const { calls } = JSON.parse(await Deno.readTextFile(json));
  assert.deepEqual([calls.done, calls.unheard], [2, 0]);
  assert.deepEqual([calls.refused, calls.retryAfter], [{ 503: 1 }, 1]);
  assert.match(output, /^1 calls refused by 503$/m);
  assert.equal(code, 1);
  await Deno.remove(json);
});

Deno.test("load: what cannot be spoken is said so", async () => {
  const args = [...LOAD, "--node", "--speak", "/no/such.wav"];
  const { code, output } = await start(Deno.execPath(), args, ROOT).ended;
  assert.equal(code, 2);
  assert.match(output, /^--speak \/no\/such.wav cannot be spoken/);
});

Deno.test("load: a wrong option ends it with what is allowed", async () => {
  const args = [...LOAD, "--node", "--calls", "many"];
  const { code, output } = await start(Deno.execPath(), args, ROOT).ended;
  assert.equal(code, 2);
  assert.match(output, /--calls is many, not a whole number from 1 to 10000/);
});
