/** The sine, from a table that is read between its lines. */

const BITS: i32 = 10;
const LINES: i32 = 1 << BITS;
/** One line more than a turn, so that the last one has a neighbour. */
const TABLE = memory.data((1 << 11) + 16, 16);
const PEAK: f64 = 32767;
const SHIFT: u32 = 32 - BITS;

export function initSine(): void {
  for (let line = 0; line <= LINES; line++) {
    const angle = (2 * Math.PI * <f64>line) / <f64>LINES;
    store<i16>(
      TABLE + ((<usize>line) << 1),
      <i16>Math.round(PEAK * Math.sin(angle)),
    );
  }
}

/** The sine of a phase, of which 2^32 are a turn, as 32767ths. */
export function sine(phase: u32): i32 {
  const line = TABLE + ((<usize>(phase >> SHIFT)) << 1);
  const here = <i32>load<i16>(line);
  const next = <i32>load<i16>(line, 2);
  const between = <i32>((phase << BITS) >>> 17);
  return here + (((next - here) * between) >> 15);
}

/** How far the phase turns from one sample to the next. */
export function turnOf(hertz: f64): u32 {
  return <u32>Math.round((hertz / 8000) * 4294967296);
}
