import { bracketed } from "../base/text.ts";
import { ACCEPT } from "./capabilities.ts";
import type { ClientUser } from "./client_transaction.ts";
import type { Draft } from "./dialog.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Hop } from "./transport.ts";
import { formatUri, type SipUri } from "./uri.ts";

const CALL_ID_LENGTH = 24;
const TAG_LENGTH = 10;
const UNAVAILABLE = 503;

/**
 * Asks by OPTIONS whether there is somebody at a hop (RFC 3261 §11). Whatever
 * comes back is a sign of life, a challenge too: but for 503, which says that
 * there is nobody to serve us. Told once, at the latest when Timer F fires.
 */
export function ping(
  endpoint: Endpoint,
  hop: Hop,
  uri: SipUri,
  told: (isAlive: boolean) => void,
): void {
  const user: ClientUser = {
    response: ({ status }) => {
      if (status >= 200) told(status !== UNAVAILABLE);
    },
    failed: () => told(false),
  };
  endpoint.start(
    endpoint.complete(options(endpoint, hop, uri), hop),
    user,
  );
}

function options(endpoint: Endpoint, hop: Hop, target: SipUri): Draft {
  const { chance } = endpoint;
  const uri = formatUri(target);
  const own = bracketed(endpoint.hostFor(hop.address.address));
  return {
    method: "OPTIONS",
    uri,
    nextHop: target,
    cseq: 1,
    fields: [
      ["From", `<sip:${own}>;tag=${chance.token(TAG_LENGTH)}`],
      ["To", `<${uri}>`],
      ["Call-ID", chance.token(CALL_ID_LENGTH)],
      endpoint.contactFor(hop),
      ACCEPT,
    ],
  };
}
