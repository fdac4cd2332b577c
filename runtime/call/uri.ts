/** The parts of an address. */
export interface SipAddress {
  /** `sips`: by TLS alone (RFC 3261 §19.1). */
  readonly scheme: "sip" | "sips";
  readonly user: string | null;
  readonly host: string;
  readonly port: number | null;
  /** How it is reached; null leaves that to SIP. */
  readonly transport: string | null;
}

/** How an address is written. */
export const ADDRESS_FORM =
  "[[sip[s]:]user@]host[:port][;transport=udp|tcp|tls|ws|wss]";

const LONGEST = 512;
const PARTS =
  /^(?!tel:)(?:(sips?):)?(?:([^@]+)@)?([^@:;[\]]+|\[[^\]]+\])(?::(\d{1,5}))?(?:;transport=(udp|tcp|tls|ws|wss))?$/i;
/** RFC 3261 §25.1, user. */
const USER = /^(?:[A-Za-z0-9\-_.!~*'()&=+$,;?/]|%[0-9A-Fa-f]{2})+$/;
const HOST = /^(?:[A-Za-z0-9][A-Za-z0-9.-]*|\[[0-9A-Fa-f]*:[0-9A-Fa-f:.]*\])$/;

/** Reads an address as the applications write it; text without `@` is a host. */
export function parseAddress(text: string): SipAddress | "malformed" {
  const [, scheme, user = null, host, digits, transport = null] =
    (text.length <= LONGEST && PARTS.exec(text.trim())) || [];
  if (host === undefined || !HOST.test(host)) return "malformed";
  if (user !== null && !USER.test(user)) return "malformed";
  const port = digits === undefined ? null : Number(digits);
  if (port === 0 || (port ?? 0) > 65535) return "malformed";
  return {
    scheme: scheme?.toLowerCase() === "sips" ? "sips" : "sip",
    user,
    host,
    port,
    transport: transport?.toLowerCase() ?? null,
  };
}

/** Its SIP URI; what is left out is null there. */
export function sipUri(address: SipAddress): string {
  const { scheme, user, host, port, transport } = address;
  const userPart = user === null ? "" : `${user}@`;
  const portPart = port === null ? "" : `:${port}`;
  const how = transport === null ? "" : `;transport=${transport}`;
  return `${scheme}:${userPart}${host}${portPart}${how}`;
}

const CALLED = /^sips?:([^@:]+)(?::[^@]*)?@/i;

/** The user of a URI as it came in a message; null where it names none. */
export function userOf(uri: string): string | null {
  const user = CALLED.exec(uri.slice(0, LONGEST))?.[1];
  return user !== undefined && USER.test(user) ? user : null;
}
