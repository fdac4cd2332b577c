import process from "node:process";

/** USER_HZ: the unit of `/proc`, the same on every Linux (proc(5)). */
const TICK_MS = 10;
/** `utime` and `stime`, counted from behind the name in brackets. */
const [UTIME, STIME] = [11, 12];

/** CPU time that a process has used in all its threads, in ms; Linux alone. */
export async function cpuTimeOf(pid: number): Promise<number> {
  const text = await Deno.readTextFile(`/proc/${pid}/stat`);
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[UTIME]) + Number(fields[STIME])) * TICK_MS;
}

/** The same of this process, everywhere and to the microsecond. */
export function ownCpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
