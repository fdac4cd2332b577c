import type { Distribution } from "../media/statistics.ts";

const NAME = "cti_heartbeat_lateness_seconds";
const HELP = "How late the beats of the media thread were.";

/**
 * The lateness of the heartbeat as a histogram of the text format 0.0.4. It is
 * counted in the media thread, and prom-client takes no finished histograms.
 *
 * @param lateness in ms
 */
export function latenessText({ count, sum, within }: Distribution): string {
  const buckets = within.map(([bound, beats]) => bucket(bound / 1000, beats));
  return [
    `# HELP ${NAME} ${HELP}`,
    `# TYPE ${NAME} histogram`,
    ...buckets,
    bucket("+Inf", count),
    `${NAME}_sum ${sum / 1000}`,
    `${NAME}_count ${count}`,
    "",
  ].join("\n");
}

function bucket(bound: number | string, count: number): string {
  return `${NAME}_bucket{le="${bound}"} ${count}`;
}
