import assert from "node:assert/strict";
import { walk } from "./support/walk.ts";

/** Rooms of `runtime/`, lowest first; each may import only what stands before it. */
const RANKS = [
  ["base", "core"],
  ["net", "sdp", "rtp", "store"],
  ["sip", "media"],
  ["sound", "trunk"],
  ["call", "conf", "phone"],
  ["event"],
  ["rpc"],
  ["client"],
  ["ext", "demo"],
  ["load"],
  ["bus", "web"],
  ["config"],
  ["node"],
  ["main"],
];
const RUNTIME = new URL("../runtime/", import.meta.url);
const IMPORTS = /^\s*(?:import|export)\b[^"';]*?["'](\.[^"']+)["']/gm;

function roomOf(file: URL): string {
  const path = file.pathname.slice(RUNTIME.pathname.length);
  return path.split("/")[0].replace(/\.ts$/, "");
}

function rankOf(room: string): number {
  return RANKS.findIndex((rank) => rank.includes(room));
}

async function importsOf(file: URL): Promise<URL[]> {
  const text = await Deno.readTextFile(file);
  return [...text.matchAll(IMPORTS)].map(([, path]) => new URL(path, file));
}

const FILES = await Array.fromAsync(walk(RUNTIME, ".ts"));

Deno.test("every file of runtime/ stands in a room of the table", () => {
  const strays = FILES.map(roomOf).filter((room) => rankOf(room) < 0);
  assert.deepEqual(strays, []);
});

Deno.test("imports point down", async () => {
  const upward: string[] = [];
  for (const file of FILES) {
    for (const target of await importsOf(file)) {
      const [from, to] = [roomOf(file), roomOf(target)];
      if (from !== to && rankOf(to) >= rankOf(from)) {
        upward.push(`${file.pathname.slice(RUNTIME.pathname.length)} -> ${to}`);
      }
    }
  }
  assert.deepEqual(upward, []);
});

/** Powers that one room has alone: what is looked for, and where it may stand. */
const POWERS: readonly [what: string, sign: RegExp, where: RegExp][] = [
  [
    "open sockets",
    /Deno\.(listenDatagram|listen|connect|listenTls|connectTls|dlopen)\b/,
    /^net\//,
  ],
  ["exit", /Deno\.exit\b/, /^main\.ts$/],
  [
    "load Wasm",
    /WebAssembly\.(instantiate|compile|Module|Instance)\b/,
    /^core\/(opus\/)?load\.ts$/,
  ],
  ["write to the console", /\bconsole\./, /^base\/log\.ts$/],
];

for (const [what, sign, where] of POWERS) {
  Deno.test(`only ${where.source} may ${what}`, async () => {
    const others: string[] = [];
    for (const file of FILES) {
      const path = file.pathname.slice(RUNTIME.pathname.length);
      const code = await Deno.readTextFile(file);
      if (sign.test(code) && !where.test(path)) others.push(path);
    }
    assert.deepEqual(others, []);
  });
}
