import { isIP } from "node:net";
import { parseArgs } from "node:util";
import { wordsOf } from "../base/words_of.ts";
import { parseUri } from "../sip/uri.ts";

/** What cannot be done as it was asked for; the message says what can. */
export class WrongOption extends Error {
  override readonly name = "WrongOption";
}

export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** Gives what a text means, or null for what is not allowed. */
type Read<Value> = (text: string) => Value | null;

interface Option<Value> {
  readonly default: string;
  readonly allowed: string;
  readonly about: string;
  readonly read: Read<Value>;
}

function option<Value>(
  byDefault: string,
  allowed: string,
  about: string,
  read: Read<Value>,
): Option<Value> {
  return { default: byDefault, allowed, about, read };
}

function within(least: number, most: number, number: number): number | null {
  return number >= least && number <= most ? number : null;
}

function whole(byDefault: string, least: number, most: number, about: string) {
  const allowed = `a whole number from ${least} to ${most}`;
  return option(
    byDefault,
    allowed,
    about,
    (text) => /^\d{1,9}$/.test(text) ? within(least, most, Number(text)) : null,
  );
}

function oneOf<Word extends string>(
  words: readonly [Word, ...Word[]],
  about: string,
) {
  return option<Word>(
    words[0],
    words.join(" or "),
    about,
    (text) => words.find((word) => word === text) ?? null,
  );
}

const DAY = 86_400;
const DECIMAL = /^\d{1,6}(?:\.\d{1,3})?$/;

const seconds: Read<number> = (text) =>
  DECIMAL.test(text) ? within(0.001, DAY, Number(text)) : null;

/** A length, or two between which each call's is drawn. */
const span: Read<{ least: number; most: number }> = (text) => {
  const [least, most = least, ...more] = text.split("-").map(seconds);
  if (least === null || most === null || more.length || most < least) {
    return null;
  }
  return { least, most };
};

const ports: Read<PortRange> = (text) => {
  const found = /^(\d{1,5})-(\d{1,5})$/.exec(text);
  if (!found) return null;
  const [first, last] = [Number(found[1]), Number(found[2])];
  return first >= 1024 && first < last && last <= 65_535
    ? { first, last }
    : null;
};

/** Nothing, or what `read` takes. */
function maybe<Value>(read: Read<Value>): Read<{ value: Value | null }> {
  return (text) => {
    if (text === "") return { value: null };
    const value = read(text);
    return value === null ? null : { value };
  };
}

const keys: Read<string> = (text) => /^[0-9*#A-D]*$/.test(text) ? text : null;
const anything: Read<string> = (text) => text;

const SECONDS = "seconds above 0, up to a day";
const KEYS = "keys out of 0-9 * # A-D";
const PORTS = "FIRST-LAST between 1024 and 65535";

/** Every option with a value. */
const OPTIONS = {
  calls: whole("10", 1, 10_000, "calls at once"),
  rate: option(
    "10",
    "calls a second, above 0, up to 1000",
    "calls begun a second",
    (text) => DECIMAL.test(text) ? within(0.001, 1000, Number(text)) : null,
  ),
  hold: option(
    "",
    `${SECONDS}, or LEAST-MOST`,
    "length of a call; all are held to the end where there is a duration, 10 s otherwise",
    maybe(span),
  ),
  duration: option(
    "",
    SECONDS,
    "how long calls come and go; each comes once where it is not given",
    maybe(seconds),
  ),
  keys: option("", KEYS, "what each caller presses", keys),
  expect: option("159", KEYS, "the keys that the prompt sounds", keys),
  speak: option(
    "",
    "a sound file, or off",
    "what callers say; something like speech where it is not given",
    anything,
  ),
  codec: oneOf(["pcma", "pcmu"], "what callers speak"),
  local: option(
    "127.0.0.1",
    "an IP address of this machine",
    "where the callers are",
    (text) => isIP(text) ? text : null,
  ),
  ports: option("30000-39999", PORTS, "RTP ports of the callers", ports),
  watch: option(
    "",
    "the number of a process",
    "whose CPU time and memory are told; those of --node by itself",
    maybe((text) => /^[1-9]\d{0,9}$/.test(text) ? Number(text) : null),
  ),
  every: option("5", SECONDS, "how often a line tells how it goes", seconds),
  lines: option("", "a file", "these lines as JSON too", maybe(anything)),
  json: option("", "a file", "the final figures as JSON", maybe(anything)),
  tolerate: whole(
    "0",
    0,
    1_000_000,
    "packets lost per million that are no fault",
  ),
  "node-calls": whole(
    "0",
    0,
    10_000,
    "calls that --node takes at once; 0: as many as there are",
  ),
  "sip-port": whole("0", 0, 65_535, "of --node; 0: any that is free"),
  "http-port": whole("0", 0, 65_535, "of --node; 0: any that is free"),
  "node-ports": option("20000-29999", PORTS, "RTP ports of --node", ports),
};

const SWITCHES = {
  node: "start a node and an application instead of a TARGET",
  tones: "press keys as tones in the sound, not by RFC 4733",
  help: "say this",
};

type Table = typeof OPTIONS;
type Values = {
  readonly [N in keyof Table]: Table[N] extends Option<infer V>
    ? V extends { value: infer Inner } ? Inner : V
    : never;
};

/** What is to be done. */
export type LoadOptions =
  & Values
  & { readonly tones: boolean }
  /** Whom to call; null for a node of our own. */
  & { readonly target: string | null };

/**
 * Reads the arguments of `deno task load`; null where help is asked for.
 * @throws {WrongOption}
 */
export function readOptions(args: readonly string[]): LoadOptions | null {
  const { values, positionals } = parsed(args);
  if (values.help) return null;
  const read: Record<string, unknown> = {};
  for (
    const [name, { default: byDefault, allowed, read: meaning }] of entries()
  ) {
    const text = values[name] ?? byDefault;
    const value = typeof text === "string" ? meaning(text) : null;
    if (value === null) {
      throw new WrongOption(`--${name} is ${text}, not ${allowed}`);
    }
    read[name] = isMaybe(value) ? value.value : value;
  }
  const target = targetOf(positionals, values.node === true);
  return { ...read, tones: values.tones === true, target } as LoadOptions;
}

/** How to use it, one line an option. */
export function usage(): string {
  const lines = entries().map((
    [name, { default: byDefault, allowed, about }],
  ) =>
    `  --${name.padEnd(11)} ${about} (${allowed}${
      byDefault === "" ? "" : `; ${byDefault}`
    })`
  );
  const switches = Object.entries(SWITCHES)
    .map(([name, about]) => `  --${name.padEnd(11)} ${about}`);
  return ["deno task load TARGET|--node [OPTIONS]", ...switches, ...lines]
    .join("\n");
}

function entries(): [string, Option<unknown>][] {
  return Object.entries(OPTIONS);
}

function isMaybe(value: unknown): value is { value: unknown } {
  return typeof value === "object" && value !== null && "value" in value;
}

function parsed(args: readonly string[]) {
  const options = {
    ...Object.fromEntries(
      Object.keys(OPTIONS).map((name) => [name, { type: "string" as const }]),
    ),
    ...Object.fromEntries(
      Object.keys(SWITCHES).map((name) => [name, { type: "boolean" as const }]),
    ),
  };
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new WrongOption(wordsOf(error));
  }
}

function targetOf(positionals: readonly string[], node: boolean) {
  const [target, ...more] = positionals;
  if (more.length > 0) throw new WrongOption(`One target, not also ${more}`);
  if (node && target) throw new WrongOption("A target or --node, not both");
  if (node) return null;
  if (!target) {
    throw new WrongOption("No target: sip:user@host:port, or --node");
  }
  if (typeof parseUri(target) === "string") {
    throw new WrongOption(`${target} is no target; sip:user@host:port is one`);
  }
  return target;
}
