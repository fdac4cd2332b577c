import { utf8 } from "./bytes.ts";
import { HIDDEN, isSecret, masked } from "./masked.ts";

export type LogLevel = "debug" | "info" | "warn" | "error";

const ORDER: readonly LogLevel[] = ["debug", "info", "warn", "error"];

/** Facts that go with a message, such as the `res_id` of the call. */
export type LogFields = Readonly<Record<string, unknown>>;

/** What happened, for operators, on stderr; never for programs. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/**
 * One JSON object a line on stderr. Control characters are escaped, so text from
 * the network cannot forge a line; secrets are masked.
 */
export function jsonLog(
  least: LogLevel = "info",
  write: (line: string) => void = toStderr,
): Log {
  const at = (level: LogLevel) => (message: string, fields: LogFields = {}) => {
    if (ORDER.indexOf(level) < ORDER.indexOf(least)) return;
    const time = new Date().toISOString();
    const line = JSON.stringify({ time, level, message, ...fields }, plain);
    write(line.replace(UNSEEN, escaped));
  };
  return {
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
  };
}

/** Says nothing: for tests and libraries. */
export const SILENT: Log = jsonLog("error", () => {});

/** Past `console`, which looks for formats in what it prints. */
function toStderr(line: string): void {
  const bytes = utf8(`${line}\n`);
  for (let at = 0; at < bytes.length;) {
    at += Deno.stderr.writeSync(bytes.subarray(at));
  }
}

/**
 * What JSON leaves as it is and a terminal may obey: C1 controls (ECMA-48), line
 * ends of Unicode, marks that turn the direction of writing.
 */
const UNSEEN = /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function plain(name: string, value: unknown): unknown {
  if (isSecret(name)) return HIDDEN;
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "string") return masked(value);
  return value instanceof Error ? masked(value.stack ?? value.message) : value;
}
