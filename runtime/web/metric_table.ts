import { CONTROL_METRICS } from "./control_metrics.ts";
import { MEDIA_METRICS } from "./media_metrics.ts";
import type { Metric } from "./metric.ts";
import { PROCESS_METRICS } from "./process_metrics.ts";
import { TRUNK_METRICS } from "./trunk_metrics.ts";

/** Every metric that is read, in the order in which it is told. */
export const METRIC_TABLE: readonly Metric[] = [
  ...CONTROL_METRICS,
  ...TRUNK_METRICS,
  ...MEDIA_METRICS,
  ...PROCESS_METRICS,
];
