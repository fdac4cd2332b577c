import { type Browser, chromium } from "playwright-core";

/** A busy machine may take its time to start it, ms. */
const START = 120_000;

/** Debian's Chromium without a screen; the gate runs as root, where it has no sandbox. */
export function openChromium(...args: string[]): Promise<Browser> {
  return chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", ...args],
    timeout: START,
  });
}

/** Its microphone hears a WAV file, then silence, and everybody may use it. */
export function hearing(wav: string): string[] {
  return [
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    `--use-file-for-fake-audio-capture=${wav}%noloop`,
  ];
}
