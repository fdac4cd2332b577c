import type { LoadOptions } from "./options.ts";
import type { Report } from "./report.ts";

/** What did not go as it has to, in words; empty when all did. */
export function faultsIn(
  { calls, packets, keys, ownBeats }: Report,
  options: LoadOptions,
): string[] {
  const { packetsLost: lost, packetsReceived: received } = packets;
  const allowed = options.tolerate * (received + lost) / 1e6;
  const refused = Object.entries(calls.refused)
    .map(([status, count]) => `${count} calls refused by ${status}`);
  const { pressed, acknowledged } = keys;
  const unheard: readonly [number, string][] = [
    [calls.brokenOff, "calls ended by the other side"],
    [calls.unheard, "callers did not hear the prompt"],
    // Beats that the load itself gave up took sound from its callers
    [
      ownBeats.skipped > 0 ? 0 : calls.marred,
      "callers did not hear the prompt whole each time",
    ],
    [calls.unreleased, "calls not released"],
    [calls.done === 0 ? 1 : 0, "or more calls expected, none was up"],
    [lost > allowed ? lost : 0, "packets lost"],
    [pressed - (acknowledged ?? pressed), "callers pressed keys in vain"],
  ];
  return [
    ...refused,
    ...unheard.filter(([count]) => count > 0)
      .map(([count, text]) => `${count} ${text}`),
  ];
}
