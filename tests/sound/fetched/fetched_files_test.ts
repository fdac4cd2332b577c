import assert from "node:assert/strict";
import { HandClock } from "../../../runtime/base/hand_clock.ts";
import { FetchedFiles } from "../../../runtime/sound/fetched/fetched_files.ts";
import { SoundHosts } from "../../../runtime/sound/fetched/sound_hosts.ts";
import { inFolder } from "../../support/in_folder.ts";

const URL_A = "http://files.example/a.wav";

type Answer = (url: URL, init: RequestInit) => Response | Promise<Response>;

/** A cache in a folder, and a network that answers by URL. */
function cacheIn(dataDir: string, answers: Record<string, Answer>) {
  const clock = new HandClock();
  const asked: { url: string; headers: Headers }[] = [];
  const files = new FetchedFiles({
    dataDir,
    hosts: new SoundHosts(["files.example", "cdn.example"]),
    clock,
    fetch: async (url, init) => {
      asked.push({ url: url.href, headers: new Headers(init.headers) });
      assert.equal(init.redirect, "manual");
      const answer = answers[url.href];
      assert.ok(answer, `${url.href} was never to be asked for`);
      return await answer(url, init);
    },
    largestFile: 1000,
  });
  const text = async (url: string) =>
    await Deno.readTextFile(await files.path(url));
  return { clock, asked, files, text };
}

function says(body: string, headers: Record<string, string> = {}): Answer {
  return () => new Response(body, { headers });
}

function leadsTo(location: string): Answer {
  return () => new Response(null, { status: 302, headers: { location } });
}

Deno.test("many who want one URL at once have it asked for once", () =>
  inFolder(async (folder) => {
    const { asked, text } = cacheIn(folder, { [URL_A]: says("tone") });
    const wanted = [1, 2, 3].map(() => text(URL_A));
    assert.deepEqual(await Promise.all(wanted), ["tone", "tone", "tone"]);
    assert.equal(asked.length, 1);
  }));

Deno.test("what is fresh is not asked for again, in this run or the next", () =>
  inFolder(async (folder) => {
    const answer = says("tone", { "cache-control": "max-age=60" });
    const { clock, asked, text } = cacheIn(folder, { [URL_A]: answer });
    await text(URL_A);
    clock.wind(59_999);
    await text(URL_A);
    assert.equal(asked.length, 1);
    const next = cacheIn(folder, {});
    assert.equal(await next.text(`${URL_A}#part`), "tone");
    clock.wind(1);
    await text(URL_A);
    assert.equal(asked.length, 2);
  }));

Deno.test("what may have changed is asked for by its validators", () =>
  inFolder(async (folder) => {
    const date = "Sun, 06 Nov 1994 08:49:37 GMT";
    const answers: Record<string, Answer> = {
      [URL_A]: says("old", { etag: '"1"', "last-modified": date }),
    };
    const { asked, text } = cacheIn(folder, answers);
    await text(URL_A);
    assert.equal(asked[0].headers.has("if-none-match"), false);
    answers[URL_A] = () => new Response(null, { status: 304 });
    assert.equal(await text(URL_A), "old");
    answers[URL_A] = says("new", { etag: '"2"' });
    assert.equal(await text(URL_A), "new");
    for (const { headers } of asked.slice(1)) {
      assert.equal(headers.get("if-none-match"), '"1"');
      assert.equal(headers.get("if-modified-since"), date);
    }
    await text(URL_A);
    assert.equal(asked[3].headers.get("if-none-match"), '"2"');
    assert.equal(asked[3].headers.has("if-modified-since"), false);
  }));

Deno.test("a 304 may make it fresh again", () =>
  inFolder(async (folder) => {
    const answers = { [URL_A]: says("tone", { etag: '"1"' }) };
    const { asked, text } = cacheIn(folder, answers);
    await text(URL_A);
    const headers = { "cache-control": "max-age=60" };
    answers[URL_A] = () => new Response(null, { status: 304, headers });
    await text(URL_A);
    assert.equal(await text(URL_A), "tone");
    assert.equal(asked.length, 2);
  }));

const DOWN: [what: string, answer: Answer][] = [
  ["cannot be reached", () => Promise.reject(new TypeError("fetch failed"))],
  ["answers 503", () => new Response("", { status: 503 })],
  ["breaks off", () =>
    new Response(
      new ReadableStream({
        pull: (stream) => stream.error(new Error("connection reset")),
      }),
    )],
];

for (const [what, answer] of DOWN) {
  Deno.test(`what is kept is used when the server ${what}, unless it forbids that`, () =>
    inFolder(async (folder) => {
      const strict = "http://cdn.example/b";
      const answers: Record<string, Answer> = {
        [URL_A]: says("kept"),
        [strict]: says("strict", { "cache-control": "must-revalidate" }),
      };
      const { text } = cacheIn(folder, answers);
      await text(URL_A);
      await text(strict);
      answers[URL_A] = answers[strict] = answer;
      assert.equal(await text(URL_A), "kept");
      await assert.rejects(text(strict), {
        fault: "internal",
        message: /^Cannot fetch "http:\/\/cdn\.example\/b": /,
      });
    }));
}

Deno.test("a server that is gone is told of where nothing is kept", () =>
  inFolder(async (folder) => {
    for (const [, answer] of DOWN) {
      const { text } = cacheIn(folder, { [`${URL_A}?key=x`]: answer });
      await assert.rejects(text(`${URL_A}?key=x`), {
        fault: "internal",
        message: /^Cannot fetch "http:\/\/files\.example\/a\.wav": [^x]*$/,
      });
    }
    const entries = await Array.fromAsync(Deno.readDir(`${folder}/fetched`));
    assert.deepEqual(entries, []);
  }));

Deno.test("a file that is gone is told of, whatever was kept", () =>
  inFolder(async (folder) => {
    const answers = { [URL_A]: says("old") };
    const { text } = cacheIn(folder, answers);
    await text(URL_A);
    answers[URL_A] = () => new Response("", { status: 404 });
    await assert.rejects(text(URL_A), {
      fault: "badParams",
      message: `No such sound file "${URL_A}": the server answers 404`,
    });
  }));

Deno.test("a redirect is followed to allowed servers, and only there", () =>
  inFolder(async (folder) => {
    const answers: Record<string, Answer> = {
      [URL_A]: leadsTo("/moved.wav"),
      "http://files.example/moved.wav": leadsTo("http://cdn.example/x"),
      "http://cdn.example/x": says("tone"),
      "http://files.example/out": leadsTo("http://169.254.169.254/secrets"),
      "http://files.example/file": leadsTo("file:///etc/passwd"),
      "http://files.example/loop": leadsTo("/loop"),
    };
    const { asked, text } = cacheIn(folder, answers);
    assert.equal(await text(URL_A), "tone");
    assert.equal(asked.length, 3);
    const forbidden = { fault: "forbiddenPath" };
    await assert.rejects(text("http://files.example/out"), forbidden);
    await assert.rejects(text("http://files.example/file"), forbidden);
    await assert.rejects(
      text("http://files.example/loop"),
      /leads on more than 5 times/,
    );
  }));

Deno.test("a server that is not allowed is never asked", () =>
  inFolder(async (folder) => {
    const { files } = cacheIn(folder, {});
    const wanted = files.path("http://evil.example/a.wav");
    await assert.rejects(wanted, { fault: "forbiddenPath" });
  }));

Deno.test("a file that is too long is given up, and nothing of it stays", () =>
  inFolder(async (folder) => {
    const answers = { [URL_A]: says("x".repeat(1001)) };
    const { text } = cacheIn(folder, answers);
    await assert.rejects(text(URL_A), {
      message: `Cannot fetch "${URL_A}": over 1000 bytes`,
    });
    const entries = await Array.fromAsync(Deno.readDir(`${folder}/fetched`));
    assert.deepEqual(entries, []);
    answers[URL_A] = says("x".repeat(1000));
    assert.equal((await text(URL_A)).length, 1000);
  }));

/** Says nothing until it is left; `reached` resolves when it is asked. */
function silentServer() {
  const { promise: reached, resolve } = Promise.withResolvers<void>();
  const answer: Answer = (_, { signal }) => {
    resolve();
    return new Promise((_, reject) =>
      signal?.addEventListener("abort", () => reject(new Error("left")))
    );
  };
  return { reached, answer };
}

Deno.test("a server that takes longer than a minute is left", () =>
  inFolder(async (folder) => {
    const { reached, answer } = silentServer();
    const { clock, text } = cacheIn(folder, { [URL_A]: answer });
    const waiting = text(URL_A);
    await reached;
    clock.wind(59_999);
    assert.equal(clock.pending, 1);
    clock.wind(1);
    await assert.rejects(waiting, /it took longer than 60 s/);
    assert.equal(clock.pending, 0);
  }));

Deno.test("nobody waits longer than three seconds where something is kept", () =>
  inFolder(async (folder) => {
    const answers: Record<string, Answer> = { [URL_A]: says("kept") };
    const { clock, text } = cacheIn(folder, answers);
    await text(URL_A);
    const { reached, answer } = silentServer();
    answers[URL_A] = answer;
    const waiting = text(URL_A);
    await reached;
    clock.wind(3000);
    assert.equal(await waiting, "kept");
    assert.equal(clock.pending, 0);
  }));

Deno.test("programs that share a folder fetch a file side by side", () =>
  inFolder(async (folder) => {
    const [first, second] = [Promise.withResolvers<void>(), says("new")];
    const slow: Answer = () =>
      new Response(
        new ReadableStream({
          async pull(stream) {
            await first.promise;
            stream.enqueue(new TextEncoder().encode("slow"));
            stream.close();
          },
        }),
      );
    const fetched = cacheIn(folder, { [URL_A]: slow }).text(URL_A);
    assert.equal(await cacheIn(folder, { [URL_A]: second }).text(URL_A), "new");
    first.resolve();
    assert.equal(await fetched, "slow");
    const names = await Array.fromAsync(Deno.readDir(`${folder}/fetched`));
    assert.equal(names.length, 2);
  }));

Deno.test("what says by its name alone what it is keeps the end of it", () =>
  inFolder(async (folder) => {
    const url = "http://files.example/a.ULAW?x=.wav";
    const { files } = cacheIn(folder, { [url]: says("tone") });
    assert.match(await files.path(url), /\/fetched\/[0-9a-f]{64}\.ulaw$/);
  }));

Deno.test("what somebody has broken or taken away is fetched anew", () =>
  inFolder(async (folder) => {
    const fresh = { "cache-control": "max-age=60" };
    const { asked, files, text } = cacheIn(folder, {
      [URL_A]: says("a", fresh),
    });
    const path = await files.path(URL_A);
    await Deno.writeTextFile(`${path}.json`, '{"freshUntil": "never"}');
    assert.equal(await text(URL_A), "a");
    await Deno.remove(path);
    assert.equal(await text(URL_A), "a");
    assert.equal(asked.length, 3);
  }));
