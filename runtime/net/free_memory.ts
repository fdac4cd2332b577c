import { obstacleToLibc, openLibc } from "./libc.ts";

/**
 * Gives what the C library holds of freed memory back to the system
 * (malloc_trim(3)): V8's compilers leave some 15 MB there while the first calls
 * come. Takes a few milliseconds; nothing happens where it cannot be asked.
 */
export function freeMemory(): void {
  if (obstacleToLibc() !== null) return;
  try {
    const libc = openLibc("malloc_trim");
    libc.symbols.malloc_trim(0n);
    libc.close();
  } catch {
    // A C library of another make keeps less and has no such function.
  }
}
