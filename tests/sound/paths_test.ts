import assert from "node:assert/strict";
import { join } from "node:path";
import { CtiError } from "../../runtime/base/fault.ts";
import { Paths } from "../../runtime/sound/paths.ts";

/** A house with a data folder, a sound root, and things that are outside. */
async function inHouse(act: (paths: Paths, house: string) => Promise<void>) {
  const house = await Deno.realPath(await Deno.makeTempDir());
  const dataDir = join(house, "data");
  const root = join(house, "voice");
  await Deno.mkdir(join(house, "secret"));
  await Deno.mkdir(join(root, "t"), { recursive: true });
  const paths = await Paths.open({ dataDir, soundRoots: [root] });
  await Deno.writeTextFile(join(house, "secret/s.wav"), "");
  await Deno.writeTextFile(join(root, "t/v.wav"), "");
  await Deno.writeTextFile(join(dataDir, "prompts/hello.wav"), "");
  await Deno.writeTextFile(join(dataDir, "recordings/said.wav"), "");
  await Deno.writeTextFile(join(dataDir, "cti.sqlite"), "");
  await Deno.symlink(join(house, "secret/s.wav"), join(root, "out.wav"));
  await Deno.symlink(join(house, "secret"), join(root, "outdir"));
  await Deno.symlink(join(house, "secret/new.wav"), join(root, "dangling.wav"));
  await Deno.symlink(join(root, "t"), join(root, "in"));
  try {
    await act(paths, house);
  } finally {
    await Deno.remove(house, { recursive: true });
  }
}

async function faultOf(work: Promise<string>): Promise<string> {
  try {
    return await work;
  } catch (error) {
    assert.ok(error instanceof CtiError, `${error}`);
    assert.notEqual(error.message, "");
    return error.fault;
  }
}

for (
  const [name, expected] of [
    ["hello.wav", "data/prompts/hello.wav"],
    ["./x/../hello.wav", "data/prompts/hello.wav"],
    ["said.wav", "data/recordings/said.wav"],
    ["/data/prompts/hello.wav", "data/prompts/hello.wav"],
    ["/voice/t/v.wav", "voice/t/v.wav"],
    ["/voice/in/v.wav", "voice/t/v.wav"],
    ["../recordings/said.wav", "data/recordings/said.wav"],
    ["nothing.wav", "badParams"],
    ["/voice/nothing.wav", "badParams"],
    ["hello.wav/x", "badParams"],
    ["../prompts", "badParams"],
    ["/voice/t", "badParams"],
    ["/voice", "forbiddenPath"],
    ["/secret/s.wav", "forbiddenPath"],
    ["/secret/nothing.wav", "forbiddenPath"],
    ["/voice/out.wav", "forbiddenPath"],
    ["/voice/outdir/s.wav", "forbiddenPath"],
    ["/voice/../secret/s.wav", "forbiddenPath"],
    ["/voicemail/x.wav", "forbiddenPath"],
    ["../../secret/s.wav", "forbiddenPath"],
    ["../../../../../../etc/passwd", "forbiddenPath"],
    ["hello.wav\0.png", "forbiddenPath"],
    ["hello\n.wav", "forbiddenPath"],
    ["\x7f", "forbiddenPath"],
    ["", "forbiddenPath"],
    ["x".repeat(5000), "forbiddenPath"],
    ["$(touch x)", "badParams"],
    ["~/x.wav", "badParams"],
  ]
) {
  Deno.test(`play ${JSON.stringify(name.slice(0, 40))}: ${expected}`, () =>
    inHouse(async (paths, house) => {
      const asked = name.startsWith("/") ? house + name : name;
      const answer = await faultOf(paths.toPlay(asked));
      assert.equal(answer.replace(`${house}/`, ""), expected);
    }));
}

for (
  const [name, expected] of [
    ["new.wav", "data/recordings/new.wav"],
    ["new", "data/recordings/new.wav"],
    ["2026/11/22/new.WAV", "data/recordings/2026/11/22/new.WAV"],
    ["said.wav", "data/recordings/said.wav"],
    ["/voice/r/1/2/new.wav", "voice/r/1/2/new.wav"],
    ["/voice/in/new.wav", "voice/t/new.wav"],
    ["/secret/new.wav", "forbiddenPath"],
    ["/voice/out.wav", "forbiddenPath"],
    ["/voice/outdir/new.wav", "forbiddenPath"],
    ["/voice/outdir/deep/new.wav", "forbiddenPath"],
    ["/voice/dangling.wav", "forbiddenPath"],
    ["../../../new.wav", "forbiddenPath"],
    ["../cti.sqlite", "forbiddenPath"],
    ["new.mp3", "data/recordings/new.mp3"],
    ["new.MP3", "data/recordings/new.MP3"],
    ["new.mp3.sqlite", "forbiddenPath"],
    ["new\r.wav", "forbiddenPath"],
    ["", "forbiddenPath"],
    ["said.wav/deeper/new.wav", "internal"],
    ["2026/", "forbiddenPath"],
    ["2026/.", "forbiddenPath"],
    [".", "forbiddenPath"],
    [".new", "data/recordings/.new.wav"],
  ]
) {
  Deno.test(`record ${JSON.stringify(name)}: ${expected}`, () =>
    inHouse(async (paths, house) => {
      const asked = name.startsWith("/") ? house + name : name;
      const answer = await faultOf(paths.toRecord(asked, "pcma"));
      assert.equal(answer.replace(`${house}/`, ""), expected);
      const secret = await Array.fromAsync(Deno.readDir(join(house, "secret")));
      assert.deepEqual(secret.map((entry) => entry.name), ["s.wav"]);
      if (!answer.startsWith(house)) return;
      assert.ok((await Deno.stat(join(answer, ".."))).isDirectory);
    }));
}

Deno.test("a name without an extension gets that of its format, no other is touched", () =>
  inHouse(async (paths) => {
    const names = ["a", "a.wav", "a.mp3"];
    for (
      const [format, ends] of [
        ["mp3", ["/a.mp3", "/a.wav", "/a.mp3"]],
        ["gsm-wav49", ["/a.wav", "/a.wav", "/a.mp3"]],
      ] as const
    ) {
      const found = await Promise.all(
        names.map((name) => paths.toRecord(name, format)),
      );
      assert.deepEqual(found.map((path) => path.slice(-ends[0].length)), ends);
    }
  }));

Deno.test("what was recorded is played by the name that was given", () =>
  inHouse(async (paths, house) => {
    for (const name of ["2026/a", `${house}/voice/b`]) {
      for (const format of ["pcma", "mp3"] as const) {
        const path = await paths.toRecord(name, format);
        await Deno.writeTextFile(path, "sound");
        assert.equal(await paths.toPlay(name), path);
        await Deno.remove(path);
      }
      await assert.rejects(paths.toPlay(name), { fault: "badParams" });
    }
  }));

Deno.test("check refuses at once what the name alone forbids", () =>
  inHouse((paths, house) => {
    const forbidden = { fault: "forbiddenPath" };
    for (const name of ["../../secret/s.wav", `${house}/secret/s.wav`, "\0"]) {
      assert.throws(() => paths.check(name, "play"), forbidden);
      assert.throws(() => paths.check(name, "record"), forbidden);
    }
    assert.throws(() => paths.check("new.ogg", "record"), forbidden);
    paths.check("new.ogg", "play");
    paths.check("new.mp3", "record");
    for (const name of ["nothing.wav", `${house}/voice/x.wav`]) {
      paths.check(name, "play");
      paths.check(name, "record");
    }
    return Promise.resolve();
  }));

Deno.test("a missing file is named in the fault", () =>
  inHouse(async (paths) => {
    await assert.rejects(paths.toPlay("nothing.wav"), {
      message: 'No such sound file "nothing.wav"',
    });
  }));
