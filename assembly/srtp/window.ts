/** Which packet indexes have come: the replay list of RFC 3711 §3.3.2. */
export class Window {
  highest: u64;
  /** Bit 0 is `highest`, bit n the one n before it; 0 while none has come. */
  seen: u64;
}

export const WINDOW_BYTES: usize = 16;
/** RFC 3711 §3.3.2 wants 64 at least. */
const SIZE: u64 = 64;

/** Whether a packet with this index may still come. */
export function isFresh(window: Window, index: u64): bool {
  if (!window.seen || index > window.highest) return true;
  const back = window.highest - index;
  return back < SIZE && !((window.seen >> back) & 1);
}

/** A packet with this index has come, and was authentic. */
export function noteIndex(window: Window, index: u64): void {
  if (!window.seen) window.highest = index;
  if (index > window.highest) {
    const by = index - window.highest;
    window.seen = by < SIZE ? window.seen << by : 0;
    window.highest = index;
  }
  window.seen |= (<u64>1) << (window.highest - index);
}

/** RFC 3711 §3.3.1: the roll-over counter for a number, by the highest index. */
export function rollOverOf(window: Window, sequence: u16): u32 {
  if (!window.seen) return 0;
  const counter = <u32>(window.highest >> 16);
  const highest = <i32>(<u16>window.highest);
  const ahead = <i32>sequence - highest;
  if (ahead > 0x8000) return counter - 1;
  return ahead < -0x8000 ? counter + 1 : counter;
}
