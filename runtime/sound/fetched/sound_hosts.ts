import { CtiError } from "../../base/fault.ts";

const URL_HEAD = /^https?:\/\//i;
const PORTS: Readonly<Record<string, string>> = {
  "http:": "80",
  "https:": "443",
};

/** Whether a name that a program gave is a URL and no file. */
export function isUrl(name: string): boolean {
  return URL_HEAD.test(name);
}

/** What of a URL may be told to others: its query may be a secret. */
export function plainUrl({ origin, pathname }: URL): string {
  return origin + pathname;
}

/** The same in a message. */
export function shownUrl(url: URL): string {
  return JSON.stringify(plainUrl(url));
}

/** The servers that sound files may come from. */
export class SoundHosts {
  /** Each as `host:port`. */
  readonly #hosts: ReadonlySet<string>;

  /** @param hosts `host[:port]`; without a port those of http and of https */
  constructor(hosts: readonly string[]) {
    this.#hosts = new Set(hosts.flatMap(withPorts));
  }

  /** As the runtime wants its rules: each host with a port. */
  get ports(): string[] {
    return [...this.#hosts];
  }

  /** @throws {CtiError} `forbiddenPath` */
  check(name: string): URL {
    if (!URL.canParse(name)) throw forbidden(name, "it is no URL");
    const url = new URL(name);
    if (url.username !== "" || url.password !== "") {
      throw forbidden(url.origin, "a URL with a user or a password");
    }
    if (!this.#hosts.has(addressOf(url))) {
      const why = `${url.host} is not one of CTI_SOUND_HOSTS`;
      throw forbidden(plainUrl(url), why);
    }
    url.hash = "";
    return url;
  }
}

function withPorts(host: string): string[] {
  const { hostname, port } = new URL(`x-host://${host}`);
  const name = hostname.toLowerCase();
  const ports = port === "" ? Object.values(PORTS) : [port];
  return ports.map((port) => `${name}:${port}`);
}

function addressOf({ hostname, port, protocol }: URL): string {
  return `${hostname}:${port || PORTS[protocol]}`;
}

function forbidden(name: string, why: string): CtiError {
  return new CtiError(
    "forbiddenPath",
    `Forbidden path ${JSON.stringify(name)}: ${why}`,
  );
}
