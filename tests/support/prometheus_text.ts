/** A strict reader of Prometheus' text format 0.0.4, written from its description. */
export interface Family {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly samples: readonly Sample[];
}

export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
const LABEL = '([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\\\\n]|\\\\["\\\\n])*)"';
const COMMENT = new RegExp(`^# (HELP|TYPE) (${NAME}) (.+)$`);
const LINE = new RegExp(
  `^(${NAME})(?:\\{(${LABEL}(?:,${LABEL})*)\\})? (\\S+)$`,
);
const TYPES = ["counter", "gauge", "histogram", "summary", "untyped"];
const PARTS: Readonly<Record<string, readonly string[]>> = {
  histogram: ["_bucket", "_sum", "_count"],
  summary: ["", "_sum", "_count"],
};

/** What the node at `http` says now, or throws what is wrong with it. */
export async function scrape(http: string): Promise<Map<string, Family>> {
  const response = await fetch(`${http}/metrics`);
  return readMetrics(await response.text());
}

/** Reads a whole answer, or throws what is wrong with it. */
export function readMetrics(text: string): Map<string, Family> {
  if (!text.endsWith("\n")) throw new Error("no line feed at the end");
  const families = new Map<string, Family & { samples: Sample[] }>();
  let current: (Family & { samples: Sample[] }) | null = null;
  let help: string[] | null = null;
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const [, word, name, rest] = COMMENT.exec(line) ?? [];
    if (word === "HELP") help = [name, rest];
    else if (word === "TYPE") {
      if (help?.[0] !== name) throw new Error(`no HELP before ${line}`);
      if (families.has(name)) throw new Error(`${name} comes twice`);
      if (!TYPES.includes(rest)) throw new Error(line);
      current = { name, type: rest, help: help[1], samples: [] };
      families.set(name, current);
    } else if (current) current.samples.push(readSample(line, current));
    else throw new Error(`out of place: ${line}`);
  }
  for (const family of families.values()) check(family);
  return families;
}

function readSample(line: string, { name, type }: Family): Sample {
  const found = LINE.exec(line);
  if (!found) throw new Error(`not a sample: ${line}`);
  const parts = PARTS[type] ?? [""];
  if (!parts.some((part) => found[1] === name + part)) {
    throw new Error(`${found[1]} stands under ${name}`);
  }
  const labels: Record<string, string> = {};
  for (
    const [, label, value] of (found[2] ?? "").matchAll(RegExp(LABEL, "g"))
  ) {
    if (label in labels) throw new Error(`${label} twice: ${line}`);
    labels[label] = value;
  }
  return { name: found[1], labels, value: readValue(found.at(-1) ?? "") };
}

function readValue(text: string): number {
  const value = text === "+Inf" ? Infinity : Number(text);
  if (Number.isNaN(value) && text !== "NaN") throw new Error(`value ${text}`);
  return value;
}

function check({ name, type, samples }: Family): void {
  const series = samples.map(({ name, labels }) =>
    JSON.stringify([name, Object.entries(labels).sort()])
  );
  if (new Set(series).size < series.length) throw new Error(`${name} twice`);
  if (type === "counter" && !name.endsWith("_total")) {
    throw new Error(`a counter without _total: ${name}`);
  }
  if (type === "histogram") checkBuckets(name, samples);
}

/** Buckets rise to +Inf, which is the count; each series has all three parts. */
function checkBuckets(name: string, samples: readonly Sample[]): void {
  const series = new Map<string, Sample[]>();
  for (const sample of samples) {
    const { le: _, ...rest } = sample.labels;
    const key = JSON.stringify(Object.entries(rest).sort());
    series.set(key, [...series.get(key) ?? [], sample]);
  }
  for (const its of series.values()) {
    const buckets = its.filter((one) => one.name === `${name}_bucket`);
    const bounds = buckets.map(({ labels }) => readValue(labels.le));
    const counts = buckets.map(({ value }) => value);
    const count = its.find((one) => one.name === `${name}_count`)?.value;
    const sum = its.find((one) => one.name === `${name}_sum`);
    if (!rises(bounds) || bounds.at(-1) !== Infinity) {
      throw new Error(`${name}: bounds ${bounds}`);
    }
    if (!rises(counts) || counts.at(-1) !== count || !sum) {
      throw new Error(`${name}: buckets ${counts}, count ${count}`);
    }
  }
}

function rises(values: readonly number[]): boolean {
  return values.every((value, at) => at === 0 || value >= values[at - 1]);
}

/** The value of one series. */
export function valueOf(
  families: Map<string, Family>,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | undefined {
  const family = [...families.values()]
    .find((one) => one.samples.some((sample) => sample.name === name));
  const wanted = Object.entries(labels);
  return family?.samples.find((sample) =>
    sample.name === name &&
    Object.keys(sample.labels).length === wanted.length &&
    wanted.every(([label, value]) => sample.labels[label] === value)
  )?.value;
}
