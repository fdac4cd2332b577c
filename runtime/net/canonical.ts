import type { SocketAddress } from "./datagram.ts";
import { addressBytes, textOfAddress } from "./ip_address.ts";

/** As the sockets write it: an SDP may write an IPv6 address in many ways. */
export function canonical({ address, port }: SocketAddress): SocketAddress {
  return { address: textOfAddress(addressBytes(address)), port };
}
