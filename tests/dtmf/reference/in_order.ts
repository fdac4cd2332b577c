/**
 * How many of the keys dialled were heard, judged by their order alone: the
 * longest sequence that both have in common. It favours who is judged so.
 */
export function inOrder(dialled: string, heard: string): number {
  let before = new Uint32Array(heard.length + 1);
  for (const key of dialled) {
    const here = new Uint32Array(heard.length + 1);
    for (let n = 1; n <= heard.length; n++) {
      here[n] = heard[n - 1] === key
        ? before[n - 1] + 1
        : Math.max(before[n], here[n - 1]);
    }
    before = here;
  }
  return before[heard.length];
}
