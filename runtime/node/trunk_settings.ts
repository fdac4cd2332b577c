import type { Config } from "../config.ts";
import { parseHostPort } from "../sip/host_port.ts";
import { plainTrunk, type TrunkSettings } from "../trunk/settings.ts";

/**
 * The trunks of a node. `CTI_GATEWAY` is one in a line, where numbers without a
 * host leave unless the configuration file has a trunk for them.
 */
export function trunkSettings(
  { trunks, CTI_GATEWAY: gateway }: Config,
): readonly TrunkSettings[] {
  const place = parseHostPort(gateway ?? "");
  if (trunks.length > 0 || place === "malformed") return trunks;
  return [plainTrunk("gateway", place)];
}
