/**
 * Copies a little, as `memory.copy` does where nothing overlaps: engines leave
 * that to a function of theirs, and the way there and back takes longer than
 * 20 ms of sound.
 */
export function copy(to: usize, from: usize, bytes: usize): void {
  const end = from + bytes;
  for (; from + 16 <= end; from += 16, to += 16) {
    v128.store(to, v128.load(from));
  }
  for (; from < end; from++, to++) store<u8>(to, load<u8>(from));
}
