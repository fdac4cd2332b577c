import { BlockList, isIP } from "node:net";

/** Says of an IP address whether it lies in one of the networks (CIDR). */
export function inNetworks(
  networks: readonly string[],
): (address: string) => boolean {
  if (networks.length === 0) return () => false;
  const known = new BlockList();
  for (const network of networks) {
    const [address, bits] = network.split("/");
    if (bits === undefined) known.addAddress(address, familyOf(address));
    else known.addSubnet(address, Number(bits), familyOf(address));
  }
  return (address) => known.check(address, familyOf(address));
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIP(address) === 6 ? "ipv6" : "ipv4";
}
