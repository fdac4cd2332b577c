/** The left (0) or the right (1) channel of sound whose channels are in turns. */
export function channelOf(samples: Int16Array, channel: 0 | 1): Int16Array {
  const one = new Int16Array(samples.length / 2);
  for (let n = 0; n < one.length; n++) one[n] = samples[2 * n + channel];
  return one;
}
