import type { Config } from "../config.ts";
import type { ProtectionSpace } from "../sip/digest_server.ts";

/** What the realm is called where the node does not know its own name. */
const NAMELESS = "sip";
const UNSPECIFIED = ["0.0.0.0", "::"];

/** Who may come in with a password, and how; null where there is nobody. */
export function protectionOf(config: Config): ProtectionSpace | null {
  const users = [...config.users, ...config.CTI_SIP_USERS];
  if (users.length === 0) return null;
  return {
    realm: realmOf(config),
    users: new Map(users.map((user) => [user.username, user.password])),
    algorithms: config.CTI_SIP_DIGEST,
  };
}

/** RFC 3261 §22.1: a name that is nobody else's, the same at all times. */
function realmOf({ CTI_ADVERTISED_HOST, CTI_SIP_HOST }: Config): string {
  if (CTI_ADVERTISED_HOST !== null) return CTI_ADVERTISED_HOST;
  return UNSPECIFIED.includes(CTI_SIP_HOST) ? NAMELESS : CTI_SIP_HOST;
}
