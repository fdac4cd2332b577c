import { scrape, valueOf } from "./prometheus_text.ts";

/** V8 collects what is old after some seconds without work. */
const TIDY_MS = 30_000;
const LOOK_MS = 500;

/** What one look at a node's `/metrics` says; NaN for what is not there. */
export type Figures = (
  name: string,
  labels?: Readonly<Record<string, string>>,
) => number;

/** Looks at the metrics of the node at `http`. */
export async function figuresOf(http: string): Promise<Figures> {
  const metrics = await scrape(http);
  return (name, labels = {}) => valueOf(metrics, name, labels) ?? NaN;
}

/**
 * The least bytes of a while that the node at `http` is resident in: what is
 * garbage goes when V8 and malloc find time.
 */
export async function memoryAtRest(http: string): Promise<number> {
  let least = Infinity;
  for (let spent = 0; spent < TIDY_MS; spent += LOOK_MS) {
    const figures = await figuresOf(http);
    least = Math.min(least, figures("cti_process_resident_memory_bytes"));
    await new Promise((resume) => setTimeout(resume, LOOK_MS));
  }
  return least;
}
