/** ETS 300 961 §5.1, in numbers that are large enough. */
export function saturated(x: number): number {
  return Math.max(-32768, Math.min(32767, x));
}

export function multR(a: number, b: number): number {
  return Math.floor((a * b + 16384) / 32768);
}

export function mult(a: number, b: number): number {
  return Math.floor(a * b / 32768);
}

export function size(x: number): number {
  return Math.min(Math.abs(x), 32767);
}

/** Left shifts until a number above 0 has 32 bits with its sign. */
export function norm(x: number): number {
  let shifts = 0;
  while (x * 2 ** (shifts + 1) < 2 ** 31) shifts++;
  return shifts;
}

export function peakOf(samples: readonly number[]): number {
  return Math.max(...samples.map(size));
}

export function signed(magnitude: number, sign: number): number {
  return sign < 0 ? -magnitude : magnitude;
}
