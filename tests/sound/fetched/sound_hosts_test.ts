import assert from "node:assert/strict";
import {
  isUrl,
  SoundHosts,
} from "../../../runtime/sound/fetched/sound_hosts.ts";

const HOSTS = new SoundHosts(["files.example", "10.0.0.1:8080", "[::1]:8080"]);

Deno.test("a host without a port has those of http and of https, as the runtime's rules", () => {
  assert.deepEqual(HOSTS.ports, [
    "files.example:80",
    "files.example:443",
    "10.0.0.1:8080",
    "[::1]:8080",
  ]);
});

const ALLOWED = [
  "http://files.example/a.wav",
  "https://FILES.example/a%20b.wav?x=1",
  "http://10.0.0.1:8080/a",
  "http://[::1]:8080/a",
  "http://0x0a000001:8080/a",
];

for (const url of ALLOWED) {
  Deno.test(`${url} is allowed`, () => {
    assert.equal(isUrl(url), true);
    assert.equal(HOSTS.check(url).href, new URL(url).href);
  });
}

const FORBIDDEN: [url: string, why: RegExp][] = [
  ["http://files.example:8080/a", /files\.example:8080 is not one of CTI_/],
  ["http://10.0.0.1/a", /10\.0\.0\.1 is not one of/],
  ["http://files.example.evil/a", /is not one of/],
  ["http://files.example@evil/a", /a user or a password/],
  ["http://user:secret@files.example/a", /a user or a password/],
  ["http://evil\\.files.example/a", /is not one of/],
  ["http://[::2]:8080/a", /is not one of/],
  ["http://", /no URL/],
];

for (const [url, why] of FORBIDDEN) {
  Deno.test(`${url} is forbidden`, () => {
    assert.throws(() => HOSTS.check(url), (error: Error) => {
      assert.match(error.message, /^Forbidden path/);
      assert.match(error.message, why);
      assert.doesNotMatch(error.message, /secret/);
      return true;
    });
  });
}

Deno.test("files are no URLs", () => {
  for (
    const name of ["a.wav", "http/a.wav", "/http://x", "ftp://x/a", "//x/a"]
  ) {
    assert.equal(isUrl(name), false);
  }
});
