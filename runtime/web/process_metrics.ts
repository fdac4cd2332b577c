import { counter, gauge, labelled, type Metric } from "./metric.ts";

/** What is told of the process. */
export const PROCESS_METRICS: readonly Metric[] = [
  gauge(
    "cti_timers",
    "Timers that wait.",
    ({ timers, media }) =>
      labelled("thread", [["control", timers], ["media", media.timers]]),
    "thread",
  ),
  counter(
    "cti_process_cpu_seconds_total",
    "CPU time of the process, all threads together.",
    ({ process }) =>
      labelled("mode", [
        ["user", process.cpuUser],
        ["system", process.cpuSystem],
      ]),
    "mode",
  ),
  gauge(
    "cti_process_resident_memory_bytes",
    "Memory of the process that is in RAM.",
    ({ process }) => process.residentBytes,
  ),
  gauge(
    "cti_process_heap_bytes",
    "JavaScript heap in use, of the control thread.",
    ({ process }) => process.heapUsedBytes,
  ),
  gauge(
    "cti_process_external_bytes",
    "Memory outside the heap that the control thread's objects hold.",
    ({ process }) => process.externalBytes,
  ),
  gauge(
    "cti_process_open_fds",
    "Files and sockets that are open; absent where the system does not tell.",
    ({ process }) => process.openFiles,
  ),
];
