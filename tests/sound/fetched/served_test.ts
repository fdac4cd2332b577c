import assert from "node:assert/strict";
import { SILENT } from "../../../runtime/base/log.ts";
import type { Sound } from "../../../runtime/sound/sound.ts";
import { wavOf } from "../../../runtime/sound/wav.ts";
import { startSound } from "../../../runtime/sound/worker_sound.ts";
import { inFolder } from "../../support/in_folder.ts";

const KEEPER = { log: SILENT, crashed: () => assert.fail("a thread crashed") };
const SAMPLES = 800;

/** A sound thread that may ask one of two servers, whose paths lead to one another. */
function withServers(
  act: (sound: Sound, allowed: string, other: string) => Promise<void>,
): Promise<void> {
  return inFolder(async (dataDir) => {
    const ports = [0, 0];
    const servers = [0, 1].map((n) =>
      Deno.serve(
        { hostname: "127.0.0.1", port: 0, onListen: () => {} },
        (request) => {
          const { pathname } = new URL(request.url);
          const there = `http://127.0.0.1:${ports[1 - n]}/a.wav`;
          if (pathname === "/there") return Response.redirect(there);
          if (pathname === "/here") {
            return Response.redirect(new URL("/a.wav", request.url));
          }
          if (pathname === "/song.wav") return new Response("la la la");
          return pathname === "/a.wav"
            ? new Response(wavOf(new Int16Array(SAMPLES)))
            : new Response("nothing", { status: 404 });
        },
      )
    );
    servers.forEach(({ addr }, n) => ports[n] = addr.port);
    const [allowed, other] = ports.map((port) => `http://127.0.0.1:${port}`);
    const soundHosts = [`127.0.0.1:${ports[0]}`];
    const settings = { dataDir, soundRoots: [], soundHosts };
    const { sound, line } = await startSound(settings, KEEPER);
    try {
      await act(sound, allowed, other);
    } finally {
      await sound.close();
      line.port.close();
      await Promise.all(servers.map((server) => server.shutdown()));
    }
  });
}

Deno.test("a file of an allowed server is heard as one of our own", () =>
  withServers(async (sound, allowed) => {
    for (const path of ["/a.wav", "/here"]) {
      sound.check(allowed + path, "play");
      const { samples, release } = await sound.load(allowed + path);
      assert.equal(samples, SAMPLES);
      release();
    }
  }));

Deno.test("no other server is asked, whoever leads there", () =>
  withServers(async (sound, allowed, other) => {
    const forbidden = { fault: "forbiddenPath" };
    assert.throws(() => sound.check(`${other}/a.wav`, "play"), forbidden);
    await assert.rejects(sound.load(`${other}/a.wav`), forbidden);
    await assert.rejects(sound.load(`${allowed}/there`), forbidden);
  }));

Deno.test("what comes and is no sound is told of by its URL, without the query", () =>
  withServers(async (sound, allowed) => {
    await assert.rejects(sound.load(`${allowed}/song.wav?key=secret`), {
      fault: "badParams",
      message: new RegExp(`^Not a sound file "${allowed}/song.wav": `),
    });
  }));

Deno.test("a URL without a file, or to be recorded to, is refused in words", () =>
  withServers(async (sound, allowed) => {
    await assert.rejects(sound.load(`${allowed}/none`), {
      fault: "badParams",
      message: `No such sound file "${allowed}/none": the server answers 404`,
    });
    assert.throws(() => sound.check(`${allowed}/b.wav`, "record"), {
      fault: "forbiddenPath",
      message: `Forbidden path "${allowed}/b.wav": a recording is a file here`,
    });
    const creating = sound.create(`${allowed}/b.wav`, "pcma");
    assert.match(`${(await creating.finished).error}`, /a recording is a file/);
  }));

Deno.test("without allowed servers every URL is forbidden, by its name", () =>
  inFolder(async (dataDir) => {
    const { sound, line } = await startSound(
      { dataDir, soundRoots: [] },
      KEEPER,
    );
    assert.throws(() => sound.check("https://files.example/a.wav", "play"), {
      fault: "forbiddenPath",
      message:
        'Forbidden path "https://files.example/a.wav": files.example is not one of CTI_SOUND_HOSTS',
    });
    await sound.close();
    line.port.close();
  }));
