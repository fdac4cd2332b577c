/** What a detector found in the samples that it was given last. */

/** A key that ended has this added. */
export const ENDED: i32 = 16;
/** A report: the key, its start and, where it ended, its length in samples. */
const REPORT_BYTES: usize = 12;
/** Keys take four blocks at least, so that 8192 samples have 26 at most. */
const MOST: i32 = 64;
const REPORTS = memory.data(768, 16);

let count: i32 = 0;

export function startReports(): void {
  count = 0;
}

export function report(key: i32, start: u32, length: u32): void {
  if (count == MOST) return;
  const at = reportAt(count++);
  store<i32>(at, key);
  store<u32>(at, start, 4);
  store<u32>(at, length, 8);
}

export function reportCount(): i32 {
  return count;
}

export function reportAt(index: i32): usize {
  return REPORTS + <usize>index * REPORT_BYTES;
}

export function reportList(): usize {
  return REPORTS;
}
