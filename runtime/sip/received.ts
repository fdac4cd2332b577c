import type { SocketAddress } from "../net/datagram.ts";
import { type Field, Headers } from "./headers.ts";
import type { SipRequest } from "./message.ts";
import { splitOutside } from "./scan.ts";
import { type Hop, TRANSPORTS } from "./transport.ts";
import { formatVia, type Via } from "./via.ts";

/**
 * Says in a topmost Via where the request really came from (RFC 3261 §18.2.1,
 * RFC 3581 §4).
 */
export function receivedVia(via: Via, source: SocketAddress): Via {
  const asked = via.parameters.has("rport");
  if (!asked && via.host === source.address) return via;
  const parameters = new Map(via.parameters);
  parameters.set("received", source.address);
  if (asked) parameters.set("rport", String(source.port));
  return { ...via, parameters };
}

/** The request with that in its topmost Via. */
export function withReceived(
  request: SipRequest,
  source: SocketAddress,
): SipRequest {
  const via = receivedVia(request.via, source);
  if (via === request.via) return request;
  return { ...request, via, headers: withTopVia(request.headers, via) };
}

export function withTopVia({ fields }: Headers, via: Via): Headers {
  const at = fields.findIndex(([name]) => name === "Via");
  const below = splitOutside(fields[at][1], ",").slice(1);
  const top: Field = ["Via", [formatVia(via), ...below].join(", ")];
  return new Headers(fields.with(at, top));
}

/**
 * Where responses go (§18.2.2, RFC 3581 §4): to the address that the request
 * came from, never to one that only its text names.
 */
export function responseHop(via: Via, source: Hop): Hop {
  const { transport, address: from } = source;
  const { address } = from;
  const port = via.port ?? TRANSPORTS[transport.name].port;
  if (!transport.reliable) {
    const asked = via.parameters.has("rport");
    return asked ? source : { transport, address: { address, port } };
  }
  const sentBy = TRANSPORTS[transport.name].secure
    ? { address, port, name: via.host }
    : { address, port };
  return { transport, address: { ...from, sentBy } };
}
