import { openChromium } from "../support/chromium.ts";
import { run } from "../support/program.ts";
import { serveProject } from "../support/site.ts";
import type { Outcome, Size } from "./soak.ts";

const HOST = new URL("host.js", import.meta.url).pathname;
const SOURCE = new URL("soak.ts", import.meta.url).pathname;
const BUNDLE = new URL("../../build/soak.js", import.meta.url).pathname;

/** Where the core may run. */
export type Host = "Deno" | "Node" | "Chromium";

/** Makes one module of the soak that every host can load beside the core. */
export async function bundleSoak(): Promise<void> {
  const how = ["--quiet", "--platform", "browser", "-o", BUNDLE, SOURCE];
  await run(Deno.execPath(), ["bundle", ...how]);
}

async function inChromium(size: Size): Promise<Outcome> {
  await using site = serveProject("/");
  const browser = await openChromium();
  try {
    const page = await browser.newPage();
    // A slow machine fails nothing
    page.setDefaultTimeout(0);
    await page.goto(`${site.address}examples/browser-dtmf/`);
    return await page.evaluate(async ([address, size]) => {
      const { loadCore } = await import(`${address}build/core.js`);
      const { soak } = await import(`${address}build/soak.js`);
      return soak(await loadCore(), size);
    }, [site.address, size] as const);
  } finally {
    await browser.close();
  }
}

/** Runs the soak on one host, from nothing. */
export async function soakOn(host: Host, size: Size): Promise<Outcome> {
  if (host === "Chromium") return await inChromium(size);
  const text = JSON.stringify(size);
  return JSON.parse(
    host === "Deno"
      ? await run(Deno.execPath(), ["run", "-A", HOST, text])
      : await run("node", [HOST, text]),
  );
}
