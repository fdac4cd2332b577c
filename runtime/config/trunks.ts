import * as z from "zod";
import { type HostPort, parseHostPort } from "../sip/host_port.ts";
import type {
  CallerRules,
  NumberRules,
  TrunkSettings,
} from "../trunk/settings.ts";
import { network } from "./network.ts";

/**
 * The shape of `trunks` in a configuration file. A description says what would
 * have been right.
 */

const CODECS = ["pcma", "pcmu", "gsm", "dvi4", "opus"] as const;
const BEGINNING = /^\+?[0-9*#]{1,32}$/;
const MOST_TRUNKS = 200;
/** RFC 5630 and RFC 3327 know no bound; DNS gives more hosts than that. */
const MOST_HOSTS = 16;

function wholeNumber(least: number, most: number) {
  const expected = `a whole number from ${least} to ${most}`;
  return z.int(expected).min(least, expected).max(most, expected);
}

/** A text of visible characters. */
function text(expected: string, pattern = /^[^\p{C}]{1,255}$/u) {
  return z.string(expected).regex(pattern, expected);
}

function flag(byDefault: boolean) {
  return z.boolean("true or false").default(byDefault);
}

function oneOf<const Word extends string>(words: readonly Word[]) {
  return z.enum(words, `one of ${words.join(", ")}`);
}

const HOST = "host[:port], an IPv6 address in brackets";
const host = z.string(HOST).transform((written, context): HostPort => {
  const read = parseHostPort(written.trim());
  if (read !== "malformed" && read.port !== 0) return read;
  context.addIssue({ code: "custom", message: HOST });
  return z.NEVER;
});
const hosts = z.union([
  host.transform((one): [HostPort] => [one]),
  z.tuple([host], host).refine((all) => all.length <= MOST_HOSTS),
], `${HOST}; or a list of 1 to ${MOST_HOSTS}`);

const digits = text("up to 32 digits, + in front", /^(?:\+?[0-9*#]{1,32})?$/);
const beginnings = z.array(
  text("how numbers begin: 1 to 32 digits, + in front", BEGINNING),
  "a list of how numbers begin",
).max(1000, "at most 1000").default([]);

const rules = {
  allowed: beginnings,
  strip: digits.default(""),
  prefix: digits.default(""),
};
const number = text("a number: digits, + in front", BEGINNING);

const called = z.strictObject(rules).prefault({}) satisfies z.ZodType<
  NumberRules
>;
const caller = z.strictObject({
  ...rules,
  default: number.nullable().default(null),
  hide: flag(false),
}).prefault({}) satisfies z.ZodType<CallerRules>;

/** RFC 3261 §25.1 `user`, without what needs an escape. */
const user = text(
  "letters, digits and -_.!~*'()&=+$,",
  /^[\w\-.!~*'()&=+$,]{1,128}$/,
);
const credentials = z.strictObject({
  username: text("a user name"),
  password: text("a password"),
  realm: text("a realm").nullable().default(null),
});

/** A host has 7.5 s to answer, and the next OPTIONS follows that. */
const PING = "0, or a whole number from 10 to 3600";
const pingSeconds = z.int(PING)
  .refine((seconds) => seconds === 0 || seconds >= 10 && seconds <= 3600, PING)
  .default(0);

const trunk = z.strictObject({
  name: text(
    "letters, digits, - and _, at most 64",
    /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/,
  ),
  hosts,
  transport: oneOf(["udp", "tcp", "tls", "ws", "wss"]).nullable().default(null),
  domain: text("a host name", /^[A-Za-z0-9.-]{1,255}$/).nullable().default(
    null,
  ),
  user: user.nullable().default(null),
  credentials: credentials.nullable().default(null),
  register: flag(false),
  // RFC 3261 §10.2: an hour is what a registrar takes where nothing is said.
  register_seconds: wholeNumber(60, 86_400).default(3600),
  codecs: z.array(oneOf(CODECS), "a list of codecs")
    .min(1, "at least one codec").nullable().default(null),
  security: oneOf(["none", "offer", "require"]).nullable().default(null),
  caller,
  called,
  asserted_identity: flag(false),
  max_calls: wholeNumber(1, 10_000).nullable().default(null),
  dials_per_minute: wholeNumber(1, 60_000).nullable().default(null),
  ping_seconds: pingSeconds,
  inbound: flag(true),
  peers: z.array(
    network.describe("a network (CIDR)"),
    "a list of networks (CIDR)",
  ).default([]),
  default: flag(false),
});

/** Reads the section; every trunk has another name. */
export const TRUNKS: z.ZodType<readonly TrunkSettings[]> = z
  .array(trunk, "a list of trunks").max(MOST_TRUNKS, `at most ${MOST_TRUNKS}`)
  .superRefine((trunks, context) => {
    const names = trunks.map(({ name }) => name.toLowerCase());
    names.forEach((name, at) => {
      if (names.indexOf(name) === at) return;
      const message = "a name that no other trunk has";
      context.addIssue({ code: "custom", message, path: [at, "name"] });
    });
  })
  .transform((trunks) => {
    const named = trunks.some((one) => one.default);
    return trunks.map((one, at) => settingsOf(one, named || at > 0));
  });

/** Where none is said to be the default, the first is. */
function settingsOf(
  { default: isDefault, ...one }: z.output<typeof trunk>,
  asSaid: boolean,
): TrunkSettings {
  return {
    name: one.name,
    hosts: one.hosts,
    transport: one.transport,
    domain: one.domain,
    user: one.user,
    credentials: one.credentials,
    registerSeconds: one.register ? one.register_seconds : 0,
    codecs: one.codecs,
    security: one.security,
    caller: one.caller,
    called: one.called,
    assertsIdentity: one.asserted_identity,
    maxCalls: one.max_calls,
    dialsPerMinute: one.dials_per_minute,
    pingSeconds: one.ping_seconds,
    inbound: one.inbound,
    peers: one.peers,
    isDefault: asSaid ? isDefault : true,
  };
}
