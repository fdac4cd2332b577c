import { isIP } from "node:net";
import { resolve } from "node:path";
import * as z from "zod";
import { network } from "./config/network.ts";
import {
  list,
  maybe,
  maybePort,
  notOffered,
  oneOf,
  type Setting,
  setting,
  whole,
} from "./config/setting.ts";
import { COMMAND_LINE, SPEECH_URL } from "./config/speech.ts";
import { TRUNKS } from "./config/trunks.ts";
import { USER, USERS } from "./config/users.ts";
import { wrongValues } from "./config/wrong_values.ts";
import type { AudioCodec } from "./sdp/stream.ts";
import { isLanguage, LANGUAGES } from "./sound/reading/languages.ts";
import { isLoopback } from "./web/origin.ts";
import { SCOPES, type Token } from "./web/tokens.ts";

/** A setting whose value cannot be used. */
export interface WrongSetting {
  readonly name: string;
  readonly value: string;
  readonly allowed: string;
}

/** Values by name, as they stand in the environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

const address = z.string().refine((text) => isIP(text) !== 0);
const hostName = z.string().regex(/^[A-Za-z0-9.:-]{1,255}$/);
const authority = z.string()
  .regex(/^(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/);
const soundHost = authority.refine((text) => URL.canParse(`x-host://${text}`));
const path = z.string().min(1).transform((text) => resolve(text));

const portRange = z.string().regex(/^\d{1,5}-\d{1,5}$/)
  .transform((text) => text.split("-").map(Number))
  .transform(([first, last]) => ({ first, last }))
  .refine(({ first, last }) => first >= 1024 && first < last && last < 65536);

export interface Codecs {
  readonly sound: readonly AudioCodec[];
  readonly comfortNoise: boolean;
}

/** RFC 6750 §2.1, b64token, and its scopes. */
const token: z.ZodType<Token, string> = z.string()
  .regex(/^[A-Za-z0-9\-._~/=]+(?::[a-z+]+)?$/)
  .transform((text) => {
    const [secret, scopes] = text.split(":");
    return { secret, scopes: scopes?.split("+") ?? [] };
  })
  .pipe(z.object({ secret: z.string(), scopes: z.array(z.enum(SCOPES)) }));

const DIGESTS = ["sha-512-256", "sha-256", "md5"] as const;
const digest = z.enum(DIGESTS)
  .transform((name) => name.toUpperCase() as Uppercase<typeof name>);

const CODECS = ["pcma", "pcmu", "gsm", "dvi4", "opus", "cn"] as const;

/** The best first; `cn`: silence is described, not sent (RFC 3389). */
function codecs(byDefault: string): Setting<Codecs> {
  const words = CODECS.join(", ");
  const { allowed, value } = list(
    byDefault,
    `a comma list of ${words}; cn is not enough alone`,
    z.enum(CODECS),
  );
  const read = value.transform((names) => ({
    sound: [...new Set(names)].filter((name) => name !== "cn"),
    comfortNoise: names.includes("cn"),
  })).refine(({ sound }) => sound.length > 0);
  return setting(byDefault, allowed, read);
}

/**
 * Every setting of the node: its default, and what is allowed. What the node
 * does not serve is refused rather than ignored.
 */
const SETTINGS = {
  CTI_NODE_ID: setting(
    "0.0.0",
    "area.station.instance, such as 0.0.0",
    z.string().regex(/^\w{1,32}\.\w{1,32}\.\w{1,32}$/),
  ),
  CTI_SIP_HOST: setting("0.0.0.0", "an IP address of this machine", address),
  CTI_SIP_PORT: whole(5060, 0, 65535),
  CTI_SIP_TRANSPORTS: list(
    "udp,tcp",
    "a comma list of udp, tcp, tls, ws, wss",
    z.enum(["udp", "tcp", "tls", "ws", "wss"]),
    1,
  ),
  // RFC 4028 §4 and §5: what is recommended, and what is the least.
  CTI_SESSION_EXPIRES: whole(1800, 0, 86_400),
  CTI_SESSION_MIN_SE: whole(90, 90, 86_400),
  CTI_SIP_TLS_PORT: maybePort(),
  CTI_SIP_WS_PORT: maybePort(),
  CTI_SIP_WSS_PORT: maybePort(),
  CTI_TLS_CERT: maybe("a PEM file", path),
  CTI_TLS_KEY: maybe("a PEM file", path),
  CTI_TLS_CA: list("", "a comma list of PEM files", path),
  CTI_ADVERTISED_HOST: maybe("an IP address or a host name", hostName),
  CTI_RTP_HOST: maybe("an IP address of this machine", address),
  CTI_RTP_PORTS: setting(
    "20000-29999",
    "FIRST-LAST between 1024 and 65535",
    portRange,
  ),
  CTI_RTP_SOURCE: oneOf("learn", "strict"),
  CTI_RTP_SECURITY: oneOf("none", "offer", "require"),
  CTI_CODECS: codecs("pcma,pcmu,gsm,dvi4"),
  CTI_MAX_CALLS: whole(1000, 1, 10_000),
  CTI_MEDIA_IO: oneOf("auto", "ffi", "deno"),
  // After 5 intervals of 5 s a member is given up (RFC 3550 §6.3.5, §6.2).
  CTI_MEDIA_TIMEOUT_SECONDS: whole(30, 0, 86_400),
  CTI_MEDIA_TIMEOUT_ACTION: oneOf("report", "hangup"),
  CTI_HTTP_HOST: setting(
    "127.0.0.1",
    "an IP address of this machine, or localhost",
    z.union([z.literal("localhost"), address]),
  ),
  CTI_HTTP_PORT: whole(8080, 0, 65535),
  CTI_TOKENS: list(
    "",
    `a comma list of token[:scope+scope], scopes ${SCOPES.join(", ")}`,
    token,
  ),
  CTI_DATA_DIR: setting("./data", "a folder", path),
  CTI_SOUND_ROOTS: list("", "a comma list of folders", path),
  CTI_SOUND_HOSTS: list("", "a comma list of host[:port]", soundHost),
  // 16 kB a second: 1 GB is 18 hours of sound, more than any node plays.
  CTI_SOUND_CACHE_MB: whole(128, 0, 1024),
  CTI_SPEECH_COMMAND: maybe(
    "a program and its arguments, quoted where there are blanks in one",
    COMMAND_LINE,
  ),
  CTI_SPEECH_URL: maybe("an http or https URL", SPEECH_URL),
  CTI_LANGUAGE: setting(
    "zh-CN",
    Object.keys(LANGUAGES).join(", "),
    z.string().refine(isLanguage),
  ),
  CTI_GATEWAY: maybe("host[:port]", authority),
  // Twice what a node of one core takes.
  CTI_SOURCE_RATE: whole(1000, 1, 100_000),
  CTI_DIAL_TO: oneOf("anywhere", "trunks"),
  CTI_TRUSTED_PEERS: list("", "a comma list of networks (CIDR)", network),
  CTI_SIP_USERS: list("", "a comma list of user:password", USER),
  CTI_SIP_DIGEST: list(
    "sha-256,md5",
    "a comma list of sha-512-256, sha-256, md5, the most wanted first",
    digest,
    1,
  ),
  CTI_NATS_URL: notOffered("NATS"),
  CTI_WEBHOOK_URL: notOffered("a webhook"),
  CTI_DEMO: oneOf("on", "off"),
  CTI_DRAIN_SECONDS: whole(30, 0, 86_400),
  CTI_IDLE_SECONDS: whole(3600, 0, 604_800),
};

type Settings = typeof SETTINGS;
type Name = keyof Settings;
type Values = {
  readonly [N in Name]: Settings[N] extends Setting<infer Value> ? Value
    : never;
};

/**
 * What a configuration file in JSON may hold besides the settings: its shape,
 * and what stands for it where it is left out.
 */
const SECTIONS = {
  trunks: TRUNKS.prefault([]),
  users: USERS.prefault({}),
};

type Sections = {
  readonly [N in keyof typeof SECTIONS]: z.output<(typeof SECTIONS)[N]>;
};

/** Values of sections as they stand in a file. */
export type RawSections = Readonly<Record<string, unknown>>;

/** The settings of a node, by the names of the contract, and its sections. */
export type Config = Values & Sections;

const NAMES = Object.keys(SETTINGS) as Name[];
/** What an error must not repeat. */
const SECRET: readonly Name[] = [
  "CTI_TOKENS",
  "CTI_SIP_USERS",
  "CTI_SPEECH_URL",
];

export function isSection(name: string): boolean {
  return Object.hasOwn(SECTIONS, name);
}

export function isSetting(name: string): boolean {
  return Object.hasOwn(SETTINGS, name);
}

/** What looks like a setting in the environment and is none. */
export function unknownSettings(environment: Environment): string[] {
  return Object.keys(environment)
    .filter((name) => name.startsWith("CTI_") && !isSetting(name));
}

/** Every name there is, for who mistyped one. */
export function settingNames(): string {
  return [...NAMES, ...Object.keys(SECTIONS)].join(", ");
}

/** Reads the settings, or says which of them are wrong and what is allowed. */
export function readConfig(
  environment: Environment,
  sections: RawSections = {},
): Config | WrongSetting[] {
  const wrong: WrongSetting[] = [];
  const values: Record<string, unknown> = {};
  for (const name of NAMES) {
    const { value, allowed, default: byDefault } = SETTINGS[name];
    const text = environment[name]?.trim() || byDefault;
    const read = (value as z.ZodType<unknown>).safeParse(text);
    if (read.success) values[name] = read.data;
    else wrong.push({ name, value: shown(name, text), allowed });
  }
  for (const [name, shape] of Object.entries(SECTIONS)) {
    const read = shape.safeParse(sections[name]);
    if (read.success) values[name] = read.data;
    else wrong.push(...wrongValues(name, sections[name], read.error.issues));
  }
  if (wrong.length > 0) return wrong;
  const config = values as Config;
  return unguarded(config) ?? unpaired(config) ?? twoVoices(config) ?? config;
}

function shown(name: Name, value: string): string {
  return SECRET.includes(name) ? "(hidden)" : value;
}

/** Nobody but this machine reaches a node without tokens. */
function unguarded(config: Config): WrongSetting[] | null {
  const { CTI_HTTP_HOST: host, CTI_TOKENS: tokens } = config;
  if (isLoopback(host) || tokens.length > 0) return null;
  const allowed = "127.0.0.1, or any address once CTI_TOKENS is set";
  return [{ name: "CTI_HTTP_HOST", value: host, allowed }];
}

/** A certificate is of no use without its key, nor a key without it. */
function unpaired(config: Config): WrongSetting[] | null {
  const { CTI_TLS_CERT: cert, CTI_TLS_KEY: key } = config;
  if ((cert === null) === (key === null)) return null;
  const [name, other] = cert === null
    ? ["CTI_TLS_CERT", "CTI_TLS_KEY"]
    : ["CTI_TLS_KEY", "CTI_TLS_CERT"];
  return [{ name, value: "", allowed: `a PEM file, as ${other} is set` }];
}

function twoVoices(config: Config): WrongSetting[] | null {
  if (!config.CTI_SPEECH_COMMAND || !config.CTI_SPEECH_URL) return null;
  const allowed = "nothing, as CTI_SPEECH_COMMAND is set";
  return [{ name: "CTI_SPEECH_URL", value: "(hidden)", allowed }];
}
