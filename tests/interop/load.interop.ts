import assert from "node:assert/strict";
import { SeededChance } from "../../runtime/base/chance.ts";
import { loadCore } from "../../runtime/core/mod.ts";
import { freeUdpPort } from "../../runtime/net/free_udp_port.ts";
import { wavOf } from "../../runtime/sound/wav.ts";
import { prompt } from "../../runtime/load/sounds.ts";
import { Baresip } from "../support/baresip.ts";
import { inFolder } from "../support/in_folder.ts";
import { run, start } from "../support/program.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
const LOAD = ["run", "-A", "--quiet", "runtime/load/load.ts"];
const BARESIP_PORT = 15_450;
const CALLERS = ["--ports", "27200-27299"];

/** The final figures of a load that went as it has to. */
async function loaded(
  port: number,
  args: readonly (string | number)[],
  folder: string,
) {
  const json = `${folder}/load.json`;
  const target = `sip:phone@127.0.0.1:${port}`;
  const all = [...LOAD, target, ...args, ...CALLERS, "--json", json];
  await run(Deno.execPath(), all, ROOT);
  return JSON.parse(await Deno.readTextFile(json));
}

Deno.test("load: SIPp answers and echoes, and every caller hears its own keys", async () => {
  await inFolder(async (folder) => {
    const port = freeUdpPort();
    const at = ["-i", "127.0.0.1", "-p", port, "-mp", 27_300];
    const uas = ["-sn", "uas", "-rtp_echo", "-nostdin", ...at];
    const sipp = start("sipp", uas, folder);
    const few = ["--calls", 8, "--rate", 20, "--hold", 4, "--codec", "pcmu"];
    const keys = ["--keys", "159", "--tones", "--expect", "159"];
    const { calls, packets } = await loaded(port, [...few, ...keys], folder);
    sipp.stop();
    await sipp.ended;
    assert.equal(calls.done, 8);
    // The echo has to be on its way when the call ends
    const { packetsSent: sent, packetsReceived: heard } = packets;
    assert.ok(heard > 0.95 * sent && heard <= sent, `${heard} of ${sent}`);
  });
});

Deno.test("load: baresip answers, and the caller hears the keys that it plays", async () => {
  await inFolder(async (folder) => {
    const sound = prompt(await loadCore(), "159", new SeededChance(5));
    const long = new Int16Array(4 * sound.length);
    for (let round = 0; round < 4; round++) {
      long.set(sound, round * sound.length);
    }
    const speaks = `${folder}/prompt.wav`;
    await Deno.writeFile(speaks, wavOf(long));
    const phone = await Baresip.start({ port: BARESIP_PORT, speaks });
    const one = ["--calls", 1, "--hold", 8, "--expect", "159"];
    const { calls } = await loaded(BARESIP_PORT, one, folder);
    await phone.stop();
    assert.deepEqual([calls.done, calls.brokenOff, calls.unheard], [1, 0, 0]);
  });
});
