import type { Chance } from "../base/chance.ts";
import type { Srv } from "../net/dns.ts";

/**
 * The order in which to try servers (RFC 2782): the lowest priority first,
 * among equals by lot, weighted.
 */
export function inOrder(records: readonly Srv[], chance: Chance): Srv[] {
  const priorities = new Set(records.map(({ priority }) => priority));
  return [...priorities].sort((a, b) => a - b).flatMap((priority) =>
    drawn(records.filter((record) => record.priority === priority), chance)
  );
}

/** One after the other, each as likely as its share of the weights left. */
function drawn(records: readonly Srv[], chance: Chance): Srv[] {
  const left = records.toSorted((a, b) => a.weight - b.weight);
  const order: Srv[] = [];
  while (left.length > 0) {
    order.push(...left.splice(lot(left, chance), 1));
  }
  return order;
}

/** Weight 0 stands first, for its very small chance (RFC 2782). */
function lot(records: readonly Srv[], chance: Chance): number {
  const total = records.reduce((sum, { weight }) => sum + weight, 0);
  let mark = chance.integer(total + 1);
  return records.findIndex(({ weight }) => {
    mark -= weight;
    return mark <= 0;
  });
}
