import type { Row } from "./row.ts";

/** Rows as a person reads them, with how often the reference they take. */
export function tableOf(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(({ name }) => name.length));
  return rows.map((row) => {
    const value = short(row.value).padStart(10);
    const { reference } = row;
    const line = `${row.name.padEnd(width)} ${value} ${row.unit}`;
    if (!reference) return line.trimEnd();
    const times = short(row.value / reference.value);
    return `${line}, ${times} × ${reference.name} (${short(reference.value)})`;
  }).join("\n");
}

function short(value: number): string {
  return Math.abs(value) >= 1000
    ? Math.round(value).toLocaleString("en-US")
    : `${Number(value.toPrecision(3))}`;
}
