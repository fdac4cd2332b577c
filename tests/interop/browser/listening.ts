import type { Browser, Page } from "playwright-core";
import { QUANTUM, type Quantum } from "./arrivals.ts";

/** A key as it stood in the page. */
export interface ShownKey {
  readonly key: string;
  /** The key that was lit. */
  readonly lit: string;
  /** By the clock, ms. */
  readonly at: number;
  /** How many quanta had come to the page before. */
  readonly quanta: number;
}

/** What one listening showed; times are of the same clock, ms. */
export interface Listening {
  readonly rate: number;
  readonly quanta: readonly Quantum[];
  readonly shown: readonly ShownKey[];
  /** How many keys are still lit. */
  readonly litAtEnd: number;
}

const PROBE = new URL("probe.js", import.meta.url);
/** A fake microphone that a busy machine holds up is waited for, ms. */
const PATIENCE = 120_000;
/** Sound as it is carried out of the page: JSON has no typed arrays. */
type Carried = Omit<Quantum, "sound"> & { sound: number[] };

type Gathered = Omit<Listening, "quanta"> & { quanta: Carried[] };

/** All of one instant: carrying so much sound away takes a second or two. */
function gather(page: Page): Promise<Gathered> {
  return page.evaluate(() => {
    const { probe } = globalThis as unknown as { probe: Listening };
    const plain = ({ sound, ...rest }: Quantum) => ({
      ...rest,
      sound: [...sound],
    });
    return { ...probe, quanta: probe.quanta.map(plain) };
  });
}

/** Until so much sound has come to the page, however late the machine is. */
async function untilHeard(page: Page, ms: number): Promise<void> {
  await page.waitForFunction(
    ([ms, quantum]) => {
      const { probe } = globalThis as unknown as { probe: Listening };
      const { quanta, rate } = probe;
      return rate > 0 && quanta.length * quantum * 1000 >= ms * rate;
    },
    [ms, QUANTUM],
    { polling: 100, timeout: PATIENCE },
  );
}

/** Opens the page, presses its button and listens to so much sound. */
export async function listening(
  browser: Browser,
  address: string,
  ms: number,
): Promise<Listening> {
  const page = await browser.newPage();
  await page.addInitScript({ path: PROBE.pathname });
  await page.goto(address);
  await page.click("#listen:enabled");
  await untilHeard(page, ms);
  const { quanta, ...rest } = await gather(page);
  await page.close();
  const typed = ({ sound, ...of }: Carried) => ({
    ...of,
    sound: Float32Array.from(sound),
  });
  return { ...rest, quanta: quanta.map(typed) };
}
