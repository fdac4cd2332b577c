/** What a process takes of the machine at a moment. */
export interface ProcessFigures {
  /** Resident memory, KiB. */
  readonly rss: number;
  readonly fds: number;
  readonly threads: number;
  /** CPU time of all its threads since it began, ms. */
  readonly cpu: number;
  /** How long the threads it has were ready and had no processor, ms. */
  readonly waited: number;
}

/** USER_HZ: the unit of `/proc`, the same on every Linux (proc(5)). */
const TICK_MS = 10;
/** `utime` and `stime`, counted from behind the name in brackets. */
const [UTIME, STIME] = [11, 12];

/** Asks `/proc` (Linux) about a process; null where it is gone or not told. */
export async function figuresOf(pid: number): Promise<ProcessFigures | null> {
  try {
    const status = await Deno.readTextFile(`/proc/${pid}/status`);
    const fds = await Array.fromAsync(Deno.readDir(`/proc/${pid}/fd`));
    return {
      rss: numberIn(status, "VmRSS"),
      fds: fds.length,
      threads: numberIn(status, "Threads"),
      cpu: cpuTimeIn(await Deno.readTextFile(`/proc/${pid}/stat`)),
      waited: await waitedBy(pid),
    };
  } catch (error) {
    if (isRefused(error)) return null;
    throw error;
  }
}

function numberIn(status: string, name: string): number {
  const line = status.split("\n").find((one) => one.startsWith(`${name}:`));
  return parseInt(line?.slice(name.length + 1) ?? "0");
}

function cpuTimeIn(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[UTIME]) + Number(fields[STIME])) * TICK_MS;
}

/** The second number of `schedstat`, in ns (sched-stats.rst of the kernel). */
async function waitedBy(pid: number): Promise<number> {
  let waited = 0;
  for await (const { name } of Deno.readDir(`/proc/${pid}/task`)) {
    const path = `/proc/${pid}/task/${name}/schedstat`;
    waited += Number((await Deno.readTextFile(path)).split(" ")[1]);
  }
  return Math.round(waited / 1e6);
}

function isRefused(error: unknown): boolean {
  return error instanceof Deno.errors.NotFound ||
    error instanceof Deno.errors.PermissionDenied;
}
