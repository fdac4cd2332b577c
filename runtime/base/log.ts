import { utf8 } from "./bytes.ts";

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
 * One JSON object a line on stderr. JSON escapes control characters, so text
 * from the network cannot forge a line.
 */
export function jsonLog(
  least: LogLevel = "info",
  write: (line: string) => void = toStderr,
): Log {
  const at = (level: LogLevel) => (message: string, fields: LogFields = {}) => {
    if (ORDER.indexOf(level) < ORDER.indexOf(least)) return;
    const time = new Date().toISOString();
    write(JSON.stringify({ time, level, message, ...fields }, plain));
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

function plain(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  return value instanceof Error ? value.stack ?? value.message : value;
}
