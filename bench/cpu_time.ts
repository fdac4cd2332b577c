import process from "node:process";
import { running } from "./running.ts";

/** CPU time that a process has used in all its threads, in ms; Linux alone. */
export async function cpuTimeOf(pid: number): Promise<number> {
  return (await running(pid)).cpu;
}

/** The same of this process, everywhere and to the microsecond. */
export function ownCpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
