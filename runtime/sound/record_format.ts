import { CtiError } from "../base/fault.ts";
import type { RecordFormat } from "../media/sound_messages.ts";

/** `record_format` of `sys.call.rst`. */
const FORMATS: readonly (readonly [number, RecordFormat])[] = [
  [1, "pcm-u8"],
  [2, "pcma"],
  [3, "pcmu"],
  [4, "ima-adpcm"],
  [5, "gsm-wav49"],
  [6, "mp3"],
];
/** GSM in WAV has one channel. */
const STEREO = FORMATS.filter(([_, format]) => format !== "gsm-wav49");

export function isRecordFormat(value: unknown): value is RecordFormat {
  return FORMATS.some(([_, format]) => format === value);
}

/**
 * How a recording of so many channels with this `record_format` is stored.
 *
 * @throws {CtiError} `badParams`, naming the numbers that are allowed
 */
export function recordFormat(
  number: number,
  channels: 1 | 2 = 1,
): RecordFormat {
  const allowed = channels === 1 ? FORMATS : STEREO;
  const found = allowed.find(([n]) => n === number);
  if (found) return found[1];
  const numbers = allowed.map(([n]) => n).join(", ");
  const expected = `one of ${numbers}${channels === 1 ? "" : " in stereo"}`;
  throw new CtiError(
    "badParams",
    `record_format is not ${expected}: ${number}`,
    { param: "record_format", expected },
  );
}
