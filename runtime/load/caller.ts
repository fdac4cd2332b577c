import type { Clock } from "../base/clock.ts";
import type { Emitter } from "../base/emitter.ts";
import { type Milliseconds, milliseconds } from "../base/units.ts";
import type { Line } from "../phone/line.ts";
import { LineEnded } from "../phone/line_ended.ts";
import type { Telephone } from "../phone/telephone.ts";
import type { AudioCodec } from "../sdp/stream.ts";
import type { SessionEnd } from "../sip/session.ts";
import type { LoadedSound } from "../sound/sound.ts";
import type { Tally } from "./tally.ts";

/** What all callers do alike. */
export interface CallerParts {
  readonly telephone: Telephone;
  readonly target: string;
  readonly codec: AudioCodec;
  /** What they say all the time; null: nothing. */
  readonly speech: LoadedSound | null;
  readonly keys: string;
  readonly tones: boolean;
  readonly clock: Clock;
  readonly tally: Tally;
  /** Tells that all calls have to end. */
  readonly over: Emitter<void>;
}

/** A caller who is quick to press keys. */
const THINKING = milliseconds(500);

/** One call from the INVITE until nothing of it is left; never rejects. */
export async function call(
  parts: CallerParts,
  number: string,
  hold: Milliseconds | null,
): Promise<void> {
  const { telephone, target, codec, tally, clock } = parts;
  tally.begun++;
  const line = await telephone.call(target, { codecs: [codec], from: number });
  const start = clock.now();
  const heard: string[] = [];
  line.keys.on(({ key, source }) => {
    if (source === "tone") heard.push(key);
  });
  const hangUp = () => void line.hangUp();
  void line.ended.then(parts.over.on(hangUp));
  try {
    await line.answered;
  } catch (error) {
    return tally.refuse(endOf(error));
  }
  tally.answered(clock.now() - start);
  await talk(parts, line, hold);
  const { by } = await line.ended;
  if (!line.statistics) throw new TypeError("A line without statistics");
  tally.ended({
    caller: number,
    callId: line.session.callId,
    heard: heard.join(""),
    broken: by === "remote",
    statistics: line.statistics,
  });
}

/** Speaks, presses the keys, and hangs up after `hold`. */
async function talk(
  { speech, keys, tones, clock, tally }: CallerParts,
  line: Line,
  hold: Milliseconds | null,
): Promise<void> {
  if (hold !== null) {
    const cancel = clock.after(hold, () => void line.hangUp());
    void line.ended.then(cancel);
  }
  try {
    if (speech) line.say(speech, null).catch(isLineEnded);
    if (keys === "") return;
    await pause(clock, line);
    await line.press(keys, tones ? "tone" : "agreed");
    tally.pressed++;
  } catch (error) {
    isLineEnded(error);
  }
}

/** Whoever is asked for keys has begun to listen by then, or the call ended. */
function pause(clock: Clock, line: Line): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(THINKING, resolve);
    void line.ended.then(cancel).then(resolve);
  });
}

/** That a call ends meanwhile is no fault; what else is thrown is. */
function isLineEnded(error: unknown): void {
  if (!(error instanceof LineEnded)) throw error;
}

function endOf(error: unknown): SessionEnd {
  if (error instanceof LineEnded) return error.end;
  throw error;
}
