import { running } from "./running.ts";

/** Resident memory of a process, bytes; Linux alone. */
export async function memoryOf(pid: number): Promise<number> {
  return (await running(pid)).rss * 1024;
}
