import assert from "node:assert/strict";
import { SILENT } from "../../runtime/base/log.ts";
import { sandbox } from "../../runtime/sound/sandbox.ts";
import { startSound } from "../../runtime/sound/worker_sound.ts";

const OPTIONS = {
  log: SILENT,
  crashed: () => assert.fail("the sound thread has crashed"),
};

Deno.test("the sound thread may touch its folders and nothing else", async () => {
  const dataDir = `${await Deno.makeTempDir()}/data`;
  const { net, run, env, ffi, sys, write } = await sandbox({
    dataDir,
    soundRoots: ["/no/such/root"],
  });
  assert.deepEqual([net, run, env, ffi, sys], Array(5).fill(false));
  const real = await Deno.realPath(dataDir);
  assert.deepEqual(write, [dataDir, real, "/no/such/root"]);
  await Deno.remove(`${dataDir}/..`, { recursive: true });
});

Deno.test("the sound thread reaches the servers of CTI_SOUND_HOSTS, and no others", async () => {
  const dataDir = await Deno.makeTempDir();
  const { net } = await sandbox({
    dataDir,
    soundRoots: [],
    soundHosts: ["files.example", "10.0.0.1:8080"],
  });
  assert.deepEqual(net, [
    "files.example:80",
    "files.example:443",
    "10.0.0.1:8080",
  ]);
  await Deno.remove(dataDir, { recursive: true });
});

Deno.test("a data folder that is a link serves as one that is none", async () => {
  const house = await Deno.makeTempDir();
  await Deno.mkdir(`${house}/real`);
  await Deno.symlink(`${house}/real`, `${house}/data`);
  const settings = { dataDir: `${house}/data`, soundRoots: [`${house}/none`] };
  const { sound, line } = await startSound(settings, OPTIONS);
  const recording = sound.create("x/y", "pcma");
  line.port.postMessage({ type: "end", recording: recording.id });
  assert.equal((await recording.finished).error, null);
  assert.equal((await sound.load("x/y.wav")).samples, 0);
  assert.equal((await Deno.stat(`${house}/real/recordings/x/y.wav`)).size, 58);
  const refused = sound.create(`${house}/none/x.wav`, "pcma");
  assert.equal(
    (await refused.finished).error,
    `Cannot write "${house}/none/x.wav": ${house}/none does not exist`,
  );
  await sound.close();
  line.port.close();
  await Deno.remove(house, { recursive: true });
});
