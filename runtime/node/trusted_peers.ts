import { inNetworks } from "../net/networks.ts";

/**
 * Says of an IP address whether it lies in one of the networks (CIDR); of every
 * address where there are none.
 */
export function trustedPeers(
  networks: readonly string[],
): (address: string) => boolean {
  return networks.length === 0 ? () => true : inNetworks(networks);
}
