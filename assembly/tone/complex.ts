/** Two complex numbers in one vector: along and across of one, of the other. */

export function swapped(z: v128): v128 {
  return v128.shuffle<f32>(z, z, 1, 0, 3, 2);
}

export function product(a: v128, b: v128): v128 {
  const along = v128.shuffle<f32>(a, a, 0, 0, 2, 2);
  const across = v128.shuffle<f32>(a, a, 1, 1, 3, 3);
  const turned = f32x4.mul(swapped(b), f32x4(-1, 1, -1, 1));
  return f32x4.add(f32x4.mul(along, b), f32x4.mul(across, turned));
}

export function conjugate(z: v128): v128 {
  return f32x4.mul(z, f32x4(1, -1, 1, -1));
}

/** The same angles, length 1; nothing stays nothing. */
export function direction(z: v128): v128 {
  const squares = f32x4.mul(z, z);
  const sizes = f32x4.add(squares, swapped(squares));
  const least = f32x4.splat(f32.MIN_NORMAL_VALUE);
  return f32x4.div(z, f32x4.sqrt(f32x4.max(sizes, least)));
}

/** Sum of the two lanes of the first number. */
export function sumOfFirst(z: v128): f32 {
  return f32x4.extract_lane(z, 0) + f32x4.extract_lane(z, 1);
}

/** Sum of the two lanes of the second. */
export function sumOfSecond(z: v128): f32 {
  return f32x4.extract_lane(z, 2) + f32x4.extract_lane(z, 3);
}

export function sumOfAll(z: v128): f32 {
  const pairs = f32x4.add(z, v128.shuffle<f32>(z, z, 2, 3, 0, 1));
  return sumOfFirst(pairs);
}
