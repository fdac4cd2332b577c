import type { Clock } from "../../base/clock.ts";
import { milliseconds } from "../../base/units.ts";
import type { Line } from "../../phone/line.ts";
import type { LoadedSound } from "../../sound/sound.ts";
import type { Cues } from "./cues.ts";

export interface CallerParts {
  readonly line: Line;
  readonly cues: Cues;
  readonly clock: Clock;
  readonly message: LoadedSound;
  /** Says what the caller does. */
  readonly tell: (text: string) => void;
}

export const KEYS_PRESSED = "123";
/** Into the prompt: the first key breaks it off. */
const THINKING = milliseconds(1200);
/** The beep is over by then. */
const BEEP = milliseconds(500);
const BREATH = milliseconds(150);

/** What the caller of `deno task demo` does once somebody answers. */
export async function talk(parts: CallerParts): Promise<void> {
  const { line, cues, clock, message, tell } = parts;
  const wait = (span: typeof BEEP) =>
    new Promise<void>((resolve) => clock.after(span, resolve));
  const press = async (keys: string) => {
    tell(`presses ${[...keys].join(" ")} (tones in the sound)`);
    await line.press(keys, "tone");
  };
  await cues.on("sys.call.receive_dtmf_start");
  await wait(THINKING);
  await press(`${KEYS_PRESSED}#`);
  await cues.on("sys.call.record_start");
  await wait(BEEP);
  const { samples } = message;
  tell(samples ? `speaks for ${(samples / 8000).toFixed(1)} s` : "speaks");
  await line.say(message);
  await wait(BREATH);
  await press("#");
}
