import { type Libc, obstacleToLibc, openLibc } from "./libc.ts";

const FOLDER = new TextEncoder().encode("/proc/self/fd\0");
/** `.` and `..`, and the folder that is open because we look. */
const NOT_COUNTED = 3;

/**
 * How many files and sockets the process has open (proc(5), `/proc/self/fd`);
 * null where the system does not tell. Deno itself shows `/proc/self` only to
 * programs that may do everything, so libc is asked.
 */
export function openFiles(): number | null {
  if (obstacleToLibc() !== null) return null;
  const libc = openLibc("opendir", "readdir", "closedir");
  try {
    return entries(libc.symbols);
  } finally {
    libc.close();
  }
}

function entries(
  { opendir, readdir, closedir }: Libc<
    "opendir" | "readdir" | "closedir"
  >["symbols"],
): number | null {
  const folder = opendir(FOLDER);
  if (folder === null) return null;
  let count = 0;
  while (readdir(folder) !== null) count++;
  closedir(folder);
  return count - NOT_COUNTED;
}
