import assert from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import { loadCore } from "../../runtime/core/mod.ts";
import { hearing, openChromium } from "../support/chromium.ts";
import { inFolder } from "../support/in_folder.ts";
import { pipe } from "../support/pipe.ts";
import { print } from "../support/print.ts";
import { raw } from "../support/raw.ts";
import { serveProject, type Site } from "../support/site.ts";
import { bytesOf } from "../support/sound_bytes.ts";
import { arrivals } from "./browser/arrivals.ts";
import { drop } from "./browser/drop.js";
import { heardByCore, latencies, type Latency } from "./browser/latency.ts";
import { listening } from "./browser/listening.ts";
import {
  microphoneFile,
  MS,
  type SpokenKeys,
  spokenKeys,
} from "./browser/spoken_keys.ts";

const PAGE = "examples/browser-dtmf/";
/** From a key's 40th millisecond in the audio thread to the page, ms. */
const BOUND = 60;
/** Half of all keys are shown with no more than a thread's turn, ms. */
const USUAL = 20;
/** What arrived is what was played; a hole of 10 ms in a short key is less. */
const WHOLE = 0.95;
/**
 * A machine that is busy elsewhere makes holes in the fake microphone's sound.
 * What came is judged all the same; the keys in the holes are played again.
 */
const TRIES = 8;

const core = await loadCore();

async function withPage(
  args: readonly string[],
  act: (page: Page, site: Site) => Promise<void>,
): Promise<void> {
  await using site = serveProject("/below/a/path/");
  const browser = await openChromium(...args);
  try {
    const page = await browser.newPage();
    await page.goto(site.address + PAGE);
    await page.locator("#listen:enabled").waitFor();
    await act(page, site);
  } finally {
    await browser.close();
  }
}

/** One listening: in it, whatever the machine did, nothing may be wrong. */
async function listenOnce(
  call: SpokenKeys,
  browser: Browser,
  address: string,
): Promise<Latency[]> {
  const heard = await listening(browser, address, call.sound.length / MS);
  const shown = heard.shown.map(({ key }) => key).join("");
  assert.equal(shown, heardByCore(core, heard), "what the core hears");
  assert.equal(heard.shown.map(({ lit }) => lit).join(""), shown);
  assert.equal(heard.litAtEnd, 0);
  const whole = arrivals(call, heard.quanta, heard.rate)
    .filter(({ likeness }) => likeness > WHOLE);
  const keys = whole.map(({ key }) => key).join("");
  const known = [...shown].filter((key) => keys.includes(key)).join("");
  assert.equal(known, keys, "each key that came whole, once and in order");
  return latencies(heard, whole);
}

/** Listens until each key has come whole. */
async function listenToAll(
  call: SpokenKeys,
  browser: Browser,
  address: string,
): Promise<Latency[]> {
  const all: Latency[] = [];
  const missing = new Set(call.keys.map(({ key }) => key));
  for (let left = TRIES; left > 0 && missing.size > 0; left--) {
    const spans = await listenOnce(call, browser, address);
    spans.forEach(({ key }) => missing.delete(key));
    all.push(...spans);
  }
  assert.deepEqual([...missing], [], `came whole in one of ${TRIES} times`);
  return all;
}

function spread(
  values: readonly number[],
): { least: number; median: number; most: number } {
  const sorted = values.toSorted((a, b) => a - b);
  const median = sorted[sorted.length >> 1];
  return { least: sorted[0], median, most: sorted[sorted.length - 1] };
}

for (const seed of [1, 2, 3]) {
  Deno.test(`Chromium shows sixteen keys in speech in order, each at once (seed ${seed})`, () =>
    inFolder(async (folder) => {
      const call = await spokenKeys(core, seed, folder);
      await using site = serveProject("/below/a/path/");
      const wav = await microphoneFile(call, folder);
      const browser = await openChromium(...hearing(wav));
      const spans = await listenToAll(call, browser, site.address + PAGE)
        .finally(() => browser.close());
      const sound = spread(spans.map(({ sound }) => sound));
      const clock = spread(spans.map(({ clock }) => clock));
      const text = ({ median, most }: { median: number; most: number }) =>
        `median ${median.toFixed(0)} ms, at most ${most.toFixed(0)} ms`;
      print(`shown after, in sound: ${text(sound)}; by clock: ${text(clock)}`);
      assert.ok(sound.median < USUAL, `usually after ${sound.median} ms`);
      // A thread's turn is left for a way that costs no sound
      assert.ok(sound.most < BOUND - USUAL, `shown after ${sound.most} ms`);
      // A machine that is busy elsewhere is late as well, but not always
      assert.ok(clock.least < BOUND, `never shown before ${clock.least} ms`);
    }));
}

const KEYS = "0123456789*#ABCD";
/** Keys and pauses of a file, ms; GSM 06.10 spoils some keys that are short. */
const SPAN = 60;
const GSM_SPAN = 100;

/** Keys in a sound file of 8 kHz, and what sox makes of it. */
async function keysFile(
  folder: string,
  name: string,
  span: number,
  how: readonly (string | number)[] = [],
): Promise<string> {
  const file = `${folder}/${name}`;
  const tones = core.dtmfTones(KEYS, { toneMs: span, gapMs: span });
  await pipe("sox", ["-D", ...raw(), "-", ...how, file], bytesOf(tones));
  return file;
}

Deno.test("Chromium reads the keys of chosen files of many kinds", () =>
  inFolder((folder) =>
    withPage([], async (page) => {
      for (
        const [name, ...how] of [
          ["narrow.wav"],
          ["stereo.wav", "-r", 44_100, "-c", 2],
          ["a-law.wav", "-e", "a-law"],
          ["mu-law.wav", "-e", "u-law"],
          ["ima.wav", "-e", "ima-adpcm"],
          ["gsm.wav", "-e", "gsm-full-rate"],
          ["wide.flac", "-r", 48_000],
          ["music.ogg", "-r", 22_050, "-c", 2],
          ["song.mp3", "-r", 16_000],
        ] as const
      ) {
        await page.click("#clear");
        const span = name === "gsm.wav" ? GSM_SPAN : SPAN;
        const file = await keysFile(folder, name, span, how);
        await page.setInputFiles("#file", file);
        const status = page.locator("#status", { hasText: name });
        await status.filter({ hasText: "keys in" }).waitFor();
        assert.equal(await page.textContent("#heard"), KEYS, name);
      }
    })
  ));

Deno.test("Chromium reads a dropped file, and says when it is no sound", () =>
  inFolder((folder) =>
    withPage([], async (page) => {
      const dropped = await Deno.readFile(
        await keysFile(folder, "a.wav", SPAN),
      );
      await page.evaluate(drop, { bytes: [...dropped], name: "dropped.wav" });
      await page.locator("#status", { hasText: "16 keys in 1.9 s" }).waitFor();
      assert.equal(await page.textContent("#heard"), KEYS);
      await page.evaluate(drop, { bytes: [1, 2, 3], name: "x.wav" });
      await page.locator("#status", { hasText: "cannot read x.wav" }).waitFor();
      assert.equal(await page.textContent("#heard"), KEYS);
    })
  ));

Deno.test("Chromium's page says that the microphone is refused, or not there", async () => {
  const fake = "--use-fake-device-for-media-stream";
  for (
    const [args, words] of [
      [[fake, "--deny-permission-prompts"], "was refused"],
      [["--use-fake-ui-for-media-stream"], "There is no microphone"],
    ] as const
  ) {
    await withPage(args, async (page) => {
      await page.click("#listen");
      await page.locator("#status", { hasText: words }).waitFor();
      assert.equal(await page.textContent("#listen:enabled"), "Listen");
    });
  }
});

Deno.test("Chromium loads build/core.js in a page and in a worker, with nothing but core.wasm", () =>
  withPage([], async (page, { address }) => {
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    const code = `
      import { loadCore } from "${address}build/core.js";
      const core = await loadCore();
      const found = core.dtmfDetector().detect(core.dtmfTones("${KEYS}"));
      globalThis.postMessage(found.map(({ key }) => key).join(""));`;
    const heard = await page.evaluate((code) => {
      const url = URL.createObjectURL(
        new Blob([code], { type: "text/javascript" }),
      );
      const worker = new Worker(url, { type: "module" });
      return new Promise((tell) => worker.onmessage = (e) => tell(e.data));
    }, code);
    assert.equal(heard, KEYS);
    const files = asked.filter((url) => url.startsWith("http"));
    assert.deepEqual(files.map((url) => url.slice(address.length)), [
      "build/core.js",
      "build/core.wasm",
    ]);
  }));
