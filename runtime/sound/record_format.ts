import { CtiError } from "../base/fault.ts";
import type { RecordFormat } from "../media/messages.ts";

/** `record_format` of `sys.call.rst`, as far as files are written so. */
const FORMATS: ReadonlyMap<number, RecordFormat> = new Map([
  [1, "pcm-u8"],
  [2, "pcma"],
  [3, "pcmu"],
]);

/**
 * How a recording with this `record_format` is stored.
 *
 * @throws {CtiError} `badParams`, naming the numbers that are allowed
 */
export function recordFormat(number: number): RecordFormat {
  const format = FORMATS.get(number);
  if (format !== undefined) return format;
  const expected = `one of ${[...FORMATS.keys()].join(", ")}`;
  throw new CtiError(
    "badParams",
    `record_format is not ${expected}: ${number}`,
    { param: "record_format", expected },
  );
}
