import type { HostPort } from "../sip/host_port.ts";
import type { SipUri } from "../sip/uri.ts";
import type { TrunkSettings } from "./settings.ts";

/** The URI of a place, without a user. */
export function uriAt({ host, port }: HostPort): SipUri {
  const parameters = new Map<string, string>();
  return { scheme: "sip", user: null, host, port, parameters, headers: "" };
}

/** The URI of one of a trunk's hosts, by the trunk's transport. */
export function hostUri(
  { transport }: Pick<TrunkSettings, "transport">,
  place: HostPort,
): SipUri {
  if (transport === null) return uriAt(place);
  return { ...uriAt(place), parameters: new Map([["transport", transport]]) };
}
