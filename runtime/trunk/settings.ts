import type { MediaSecurity } from "../sdp/secrecy.ts";
import type { AudioCodec } from "../sdp/stream.ts";
import type { Account } from "../sip/digest_client.ts";
import type { HostPort } from "../sip/host_port.ts";

/** Which numbers there may be, and what becomes of them. */
export interface NumberRules {
  /** How a number has to begin; any will do where there is none. */
  readonly allowed: readonly string[];
  /** Taken off the front, where it stands there. */
  readonly strip: string;
  /** Put in front then. */
  readonly prefix: string;
}

export interface CallerRules extends NumberRules {
  /** Who calls where nobody is named, or somebody who is not allowed. */
  readonly default: string | null;
  /** Whether the number is kept from whoever is called (RFC 3323). */
  readonly hide: boolean;
}

/** A trunk as the configuration describes it. */
export interface TrunkSettings {
  readonly name: string;
  /** The first that is up is tried first. */
  readonly hosts: readonly [HostPort, ...HostPort[]];
  /** By what the hosts are reached; null leaves that to RFC 3263. */
  readonly transport: "udp" | "tcp" | "tls" | "ws" | "wss" | null;
  /** What From and Request-URI name; null: our own host, and the first host. */
  readonly domain: string | null;
  /** Our own name there (RFC 3261 §10.2); null: that of the credentials. */
  readonly user: string | null;
  /** What answers its challenges (RFC 3261 §22), and nobody else's. */
  readonly credentials: Account | null;
  /** Seconds for which we register; 0: not at all. */
  readonly registerSeconds: number;
  /** What is spoken there, the best first; null: all that the node speaks. */
  readonly codecs: readonly AudioCodec[] | null;
  /** What is wanted of SRTP (RFC 4568); null: what the node wants. */
  readonly security: MediaSecurity | null;
  readonly caller: CallerRules;
  readonly called: NumberRules;
  /** Whether it is told who calls by P-Asserted-Identity (RFC 3325). */
  readonly assertsIdentity: boolean;
  /** Calls at once, both ways together; null: as many as the node takes. */
  readonly maxCalls: number | null;
  /** Dials in any 60 s; null: as many as are asked for. */
  readonly dialsPerMinute: number | null;
  /** Seconds between two OPTIONS; 0: none are sent. */
  readonly pingSeconds: number;
  /** Whether calls from its addresses are its own. */
  readonly inbound: boolean;
  /** Networks (CIDR) besides its hosts from which its calls come. */
  readonly peers: readonly string[];
  /** Whether a number without a host may leave by it. */
  readonly isDefault: boolean;
}

const ANY_NUMBER: NumberRules = { allowed: [], strip: "", prefix: "" };

/** A trunk of which no more is said than where it is (`CTI_GATEWAY`). */
export function plainTrunk(name: string, host: HostPort): TrunkSettings {
  return {
    name,
    hosts: [host],
    transport: null,
    domain: null,
    user: null,
    credentials: null,
    registerSeconds: 0,
    codecs: null,
    security: null,
    caller: { ...ANY_NUMBER, default: null, hide: false },
    called: ANY_NUMBER,
    assertsIdentity: false,
    maxCalls: null,
    dialsPerMinute: null,
    pingSeconds: 0,
    inbound: false,
    peers: [],
    isDefault: true,
  };
}
