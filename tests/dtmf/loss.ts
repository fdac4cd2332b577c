import type { Chance } from "../../runtime/base/chance.ts";
import type { Channel } from "./row.ts";

/** Per cent of packets that do not come. */
const LOST = 5;
/** Packets that go missing together where losses come in bursts. */
const BURST = 2;

/** Which packets are lost on the way: each by itself, or two in a row. */
export function lossOf(
  channel: Channel | undefined,
  packets: number,
  chance: Chance,
): boolean[] {
  const lost = Array.from({ length: packets }, () => false);
  const burst = channel === "loss" ? 1 : channel === "burst loss" ? BURST : 0;
  if (burst === 0) return lost;
  for (let at = 0; at < packets; at++) {
    if (chance.integer(100 * burst) < LOST) lost.fill(true, at, at + burst);
  }
  return lost;
}
