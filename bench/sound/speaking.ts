import type { Row } from "../row.ts";
import { quantiles } from "./quantiles.ts";
import { startStudio } from "./studio.ts";

/** The first sentence wakes the speech thread, which loads its voices. */
const SENTENCES = 20;
const AGAIN = 100;
/** ms. */
const MOST = { cold: 2000, spoken: 500, cached: 50 };

/** How soon a text can be played: a sentence of three seconds. */
export async function benchSpeaking(folder: string): Promise<Row[]> {
  const { sound, close } = await startStudio(folder);
  try {
    const timeOf = async (order: number) => {
      const speak = `Your order number ${order} is on its way to you.`;
      const before = performance.now();
      (await sound.load({ speak })).release();
      return performance.now() - before;
    };
    const first = await timeOf(0);
    const spoken: number[] = [];
    for (let n = 1; n <= SENTENCES; n++) spoken.push(await timeOf(n));
    const cached: number[] = [];
    for (let n = 0; n < AGAIN; n++) cached.push(await timeOf(n % SENTENCES));
    return [
      {
        name: "the first text spoken",
        value: first,
        unit: "ms",
        aim: { most: MOST.cold },
      },
      ...quantiles("a new text spoken", spoken, MOST.spoken),
      ...quantiles("a text spoken before", cached, MOST.cached),
    ];
  } finally {
    await close();
  }
}
