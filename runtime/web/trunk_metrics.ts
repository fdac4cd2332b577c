import type { Trunk } from "../trunk/trunk.ts";
import {
  counter,
  gauge,
  labelled,
  type Metric,
  type Sample,
} from "./metric.ts";

/** One figure of each trunk. */
function ofTrunks(trunks: readonly Trunk[], of: (trunk: Trunk) => number) {
  return labelled("trunk", trunks.map((trunk) => [trunk.name, of(trunk)]));
}

function dialsRefused(trunks: readonly Trunk[]): Sample[] {
  return trunks.flatMap(({ name, refusals }) =>
    refusals.entries()
      .map(([reason, count]): Sample => [{ trunk: name, reason }, count])
  );
}

/** What is told of each trunk. */
export const TRUNK_METRICS: readonly Metric[] = [
  gauge(
    "cti_trunk_up",
    "Whether the trunk can be called by: 1, or 0 while none of its hosts answers OPTIONS or its registration is refused.",
    ({ trunks }) => ofTrunks(trunks, ({ isDown }) => Number(!isDown)),
    "trunk",
  ),
  gauge(
    "cti_trunk_registered",
    "Whether we are registered at the trunk; absent where we do not register.",
    ({ trunks }) =>
      ofTrunks(
        trunks.filter(({ registered }) => registered !== null),
        ({ registered }) => Number(registered),
      ),
    "trunk",
  ),
  gauge(
    "cti_trunk_calls",
    "Calls by the trunk that there are now, both ways together.",
    ({ trunks }) => ofTrunks(trunks, ({ calls }) => calls),
    "trunk",
  ),
  counter(
    "cti_trunk_dials_total",
    "Dials that left by the trunk.",
    ({ trunks }) => ofTrunks(trunks, ({ dials }) => dials),
    "trunk",
  ),
  counter(
    "cti_trunk_dials_refused_total",
    "Dials that the trunk did not take: it is down or full, its dials of a minute (rate) are used up, or its rules forbid the number or the caller.",
    ({ trunks }) => dialsRefused(trunks),
    "trunk",
    "reason",
  ),
];
