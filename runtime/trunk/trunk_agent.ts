import type { Cancel } from "../base/clock.ts";
import type { Credentials } from "../sip/credentials.ts";
import type { Account } from "../sip/digest_client.ts";
import type { Registration, RegistrationParts } from "../sip/registration.ts";
import type { Hop } from "../sip/transport.ts";
import type { SipUri } from "../sip/uri.ts";

/** What trunks need of the user agent. */
export interface TrunkAgent {
  /** The ways to a URI, the best first; none: nobody knows where it is. */
  locate(uri: SipUri, found: (hops: readonly Hop[]) => void): Cancel;
  /** Asks by OPTIONS whether there is somebody; told once. */
  ping(hop: Hop, uri: SipUri, told: (isAlive: boolean) => void): void;
  /** What answers challenges in that name. */
  credentials(account: Account): Credentials;
  /** What keeps a binding at a registrar, once it is started. */
  registration(parts: RegistrationParts): TrunkRegistration;
}

/** A registration, as a trunk sees it. */
export type TrunkRegistration = Pick<
  Registration,
  "isRegistered" | "isLeaving" | "start" | "stop"
>;
