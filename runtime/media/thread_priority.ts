import { obstacleToLibc, openLibc } from "../net/libc.ts";

/** With nobody named: on Linux, the thread that calls. */
const THIS_THREAD = 0;
/** Of `<sched.h>`. Threads that this one begins are to be as all others. */
const [SCHED_RR, SCHED_RESET_ON_FORK] = [2, 0x40000000];
/** Before everything that has no deadline, behind everything else that has. */
const LOWEST = 1;

/**
 * Lets this thread run as soon as it wakes, whatever else the machine does
 * (sched(7)): it has a deadline, and needs little. False where that is not
 * possible, or not allowed: it takes CAP_SYS_NICE or a limit RLIMIT_RTPRIO.
 */
export function runInRealTime(): boolean {
  if (obstacleToLibc() !== null) return false;
  const libc = openLibc("sched_setscheduler");
  const policy = SCHED_RR | SCHED_RESET_ON_FORK;
  const priority = new Uint8Array(Int32Array.of(LOWEST).buffer);
  const { sched_setscheduler } = libc.symbols;
  const result = sched_setscheduler(THIS_THREAD, policy, priority);
  libc.close();
  return result === 0;
}
