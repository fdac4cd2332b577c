import { obstacleToLibc, openLibc } from "./libc.ts";

/** `<sys/mman.h>`, the same on x86-64 and arm64. */
const MADV_HUGEPAGE = 14;

/**
 * Asks Linux for pages of 2 MB instead of 4 KB wherever this memory is written
 * to for the first time from now on (madvise(2)): the processor then finds it
 * by a few entries of its TLB, where the other work of a busy machine leaves
 * none of thousands. Memory that does not move: a WebAssembly's that does not
 * grow. False where it cannot be asked, or does not know such pages.
 */
export function askForHugePages(memory: ArrayBuffer): boolean {
  if (obstacleToLibc() !== null) return false;
  const libc = openLibc("madvise");
  try {
    const start = Deno.UnsafePointer.of(new Uint8Array(memory));
    const bytes = BigInt(memory.byteLength);
    return libc.symbols.madvise(start, bytes, MADV_HUGEPAGE) === 0;
  } finally {
    libc.close();
  }
}
