/** What a process takes of the machine at a moment. */
export interface ProcessFigures {
  /** Resident memory, KiB. */
  readonly rss: number;
  readonly fds: number;
  readonly threads: number;
  /** CPU time of all its threads since it began, ms. */
  readonly cpu: number;
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
    };
  } catch (error) {
    if (isRefused(error)) return null;
    throw error;
  }
}

function numberIn(status: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s*(\\d+)`, "m").exec(status)?.[1] ?? 0);
}

function cpuTimeIn(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[UTIME]) + Number(fields[STIME])) * TICK_MS;
}

function isRefused(error: unknown): boolean {
  return error instanceof Deno.errors.NotFound ||
    error instanceof Deno.errors.PermissionDenied;
}
