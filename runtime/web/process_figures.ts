import process from "node:process";
import { openFiles } from "../net/open_files.ts";

/** What the process takes of the machine. */
export interface ProcessFigures {
  /** CPU time of all its threads, seconds. */
  readonly cpuUser: number;
  readonly cpuSystem: number;
  readonly residentBytes: number;
  /** Of the control thread's JavaScript. */
  readonly heapUsedBytes: number;
  readonly externalBytes: number;
  /** Files and sockets; null where the system does not tell. */
  readonly openFiles: number | null;
}

const MICROSECONDS = 1e6;

/** Asks the system now. */
export function processFigures(): ProcessFigures {
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed, external } = Deno.memoryUsage();
  return {
    cpuUser: user / MICROSECONDS,
    cpuSystem: system / MICROSECONDS,
    residentBytes: rss,
    heapUsedBytes: heapUsed,
    externalBytes: external,
    openFiles: openFiles(),
  };
}
