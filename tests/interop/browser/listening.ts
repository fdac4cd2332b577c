import type { Browser, Page } from "playwright-core";
import type { Quantum } from "./arrivals.ts";

/** What one listening showed; times are of the same clock, ms. */
export interface Listening {
  readonly rate: number;
  readonly quanta: readonly Quantum[];
  /** Messages from the audio thread that nothing of the page's own waits for. */
  readonly beats: readonly { sent: number; came: number }[];
  readonly shown: readonly { key: string; lit: string; at: number }[];
  /** How many keys are still lit. */
  readonly litAtEnd: number;
}

const PROBE = new URL("probe.js", import.meta.url);
/** Sound as it is carried out of the page: JSON has no typed arrays. */
type Carried = Omit<Quantum, "sound"> & { sound: number[] };

function gather(page: Page): Promise<
  Omit<Listening, "quanta"> & {
    quanta: Carried[];
  }
> {
  return page.evaluate(() => {
    const { probe } = globalThis as unknown as { probe: Listening };
    const plain = ({ sound, ...rest }: Quantum) => ({
      ...rest,
      sound: [...sound],
    });
    return { ...probe, quanta: probe.quanta.map(plain) };
  });
}

/** Opens the page, presses its button and listens for so long. */
export async function listening(
  browser: Browser,
  address: string,
  ms: number,
): Promise<Listening> {
  const page = await browser.newPage();
  await page.addInitScript({ path: PROBE.pathname });
  await page.goto(address);
  await page.click("#listen:enabled");
  await page.waitForTimeout(ms);
  const { quanta, ...rest } = await gather(page);
  const litAtEnd = await page.locator(".key.held").count();
  await page.close();
  const typed = ({ sound, ...of }: Carried) => ({
    ...of,
    sound: Float32Array.from(sound),
  });
  return { ...rest, litAtEnd, quanta: quanta.map(typed) };
}
