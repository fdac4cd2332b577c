/** Takes docs/browser-dtmf.png: the page while it hears a call. */
import { loadCore } from "../../../runtime/core/mod.ts";
import { hearing, openChromium } from "../../support/chromium.ts";
import { serveProject } from "../../support/site.ts";
import { microphoneFile, spokenKeys } from "./spoken_keys.ts";

const PICTURE = new URL("../../../docs/browser-dtmf.png", import.meta.url);
const VIEW = { width: 960, height: 850 };

/** Keys that are held until the picture is taken, ms. */
const LONG = 600;

const folder = await Deno.makeTempDir();
const call = await spokenKeys(await loadCore(), 4, folder, LONG);
const wav = await microphoneFile(call, folder);
await using site = serveProject("/");
const browser = await openChromium(...hearing(wav));
const page = await browser.newPage({ viewport: VIEW });
await page.goto(`${site.address}examples/browser-dtmf/`);
await page.click("#listen:enabled");
await page.locator("#heard b").nth(10).waitFor();
// The bars of a key that has just begun are still rising
await page.waitForTimeout(60);
await page.screenshot({ path: PICTURE.pathname });
await browser.close();
await Deno.remove(folder, { recursive: true });
