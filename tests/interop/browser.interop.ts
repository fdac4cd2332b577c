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
import { type Arrival, arrivals } from "./browser/arrivals.ts";
import { drop } from "./browser/drop.js";
import { latencies, type Latency } from "./browser/latency.ts";
import { type Listening, listening } from "./browser/listening.ts";
import {
  microphoneFile,
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
 * A machine that is busy elsewhere spoils the fake microphone's sound, which a
 * tap beside the listener tells, or holds the page's thread up, which the tap's
 * own messages tell. After that, and that alone, it is tried again.
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

interface Judged {
  readonly shown: string;
  readonly lit: string;
  readonly litAtEnd: number;
  readonly arrived: readonly Arrival[];
  readonly latencies: readonly Latency[];
}

function judge(call: SpokenKeys, heard: Listening): Judged {
  const arrived = arrivals(call, heard.quanta, heard.rate);
  const shown = heard.shown.map(({ key }) => key).join("");
  const lit = heard.shown.map(({ lit }) => lit).join("");
  const complete = heard.shown.length === arrived.length;
  const spans = complete ? latencies(core, heard, arrived) : [];
  const { litAtEnd } = heard;
  return { shown, lit, litAtEnd, arrived, latencies: spans };
}

/** Every key that came whole is shown, once and in order; nothing else is. */
function assertNoneMissed({ shown, lit, arrived }: Judged): void {
  const spoiled = arrived.filter(({ likeness }) => likeness <= WHOLE)
    .map(({ key }) => key);
  const whole = arrived.map(({ key }) => key)
    .filter((key) => !spoiled.includes(key));
  const known = [...shown].filter((key) => !spoiled.includes(key));
  assert.equal(known.join(""), whole.join(""));
  assert.equal(lit, shown);
}

/** Every key is shown at once, but for what the machine held up. */
function assertPrompt({ latencies }: Judged): void {
  if (latencies.length === 0) return;
  const own = spread(latencies.map(({ shown, heldUp }) => shown - heldUp));
  assert.ok(own[0] < USUAL, `usually shown after ${own[0]} ms`);
  assert.ok(own[1] < BOUND, `shown after ${own[1]} ms`);
}

/** True when the machine left microphone and page alone. */
function isUndisturbed({ arrived, latencies }: Judged): boolean {
  if (!arrived.every(({ likeness }) => likeness > WHOLE)) return false;
  const shown = spread(latencies.map(({ shown }) => shown));
  return shown[0] < USUAL && shown[1] < BOUND;
}

async function hearCall(
  call: SpokenKeys,
  browser: Browser,
  address: string,
): Promise<Judged> {
  const ms = call.sound.length / 8;
  for (let left = TRIES; left > 0; left--) {
    const judged = judge(call, await listening(browser, address, ms));
    assertNoneMissed(judged);
    assertPrompt(judged);
    if (isUndisturbed(judged)) return judged;
  }
  return assert.fail(`The machine was too busy, ${TRIES} times`);
}

function spread(values: readonly number[]): [median: number, most: number] {
  const sorted = values.toSorted((a, b) => a - b);
  return [sorted[sorted.length >> 1], sorted[sorted.length - 1]];
}

for (const seed of [1, 2, 3]) {
  Deno.test(`Chromium shows sixteen keys in speech in order, each at once (seed ${seed})`, () =>
    inFolder(async (folder) => {
      const call = await spokenKeys(core, seed, folder);
      await using site = serveProject("/below/a/path/");
      const wav = await microphoneFile(call, folder);
      const browser = await openChromium(...hearing(wav));
      const judged = await hearCall(call, browser, site.address + PAGE)
        .finally(() => browser.close());
      assert.equal(judged.shown, call.keys.map(({ key }) => key).join(""));
      assert.equal(judged.lit, judged.shown);
      assert.equal(judged.litAtEnd, 0);
      const audio = spread(judged.latencies.map(({ audio }) => audio));
      const shown = spread(judged.latencies.map(({ shown }) => shown));
      const text = ([median, most]: readonly number[]) =>
        `median ${median.toFixed(0)} ms, at most ${most.toFixed(0)} ms`;
      print(`certain: ${text(audio)}; shown: ${text(shown)}`);
      // Audio time, and a clock's median, are no luck
      assert.ok(audio[1] < BOUND - USUAL, `certain after ${audio[1]} ms`);
      assert.ok(shown[0] < USUAL, `usually shown after ${shown[0]} ms`);
      assert.ok(shown[1] < BOUND, `shown after ${shown[1]} ms`);
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
