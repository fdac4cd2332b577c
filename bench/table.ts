import type { Aim, Reference, Row } from "./row.ts";

/**
 * Rows as a person reads them: below each one what others need for the same,
 * and how fast ours is beside them.
 */
export function tableOf(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(({ name }) => name.length)) + 1;
  return rows.map((row, i) => {
    const { name, value, unit, references = [] } = row;
    const line = `${name.padEnd(width)} ${short(value).padStart(9)} ${unit}`;
    // Another side of the same contest: the others have just been told
    if (references.length && references === rows[i - 1]?.references) {
      return `${line}, ${comparison(row, references[0])} as ${
        references[0].name
      }`;
    }
    const others = references.map((other) => compared(row, other, width));
    return [`${line}${verdicts(row)}`, ...others].join("\n");
  }).join("\n").replaceAll(/ +$/gm, "");
}

function compared(row: Row, other: Reference, width: number): string {
  const name = `    ${other.name}`.padEnd(width);
  return `${name} ${short(other.value).padStart(9)} ${comparison(row, other)}`;
}

function comparison({ value, isSpeed }: Row, other: Reference): string {
  const times = isSpeed ? value / other.value : other.value / value;
  return `${short(times)} × as fast`;
}

function verdicts(row: Row): string {
  if (!row.aim) return "";
  const said = aimsOf(row, row.aim).map(([aim, reached]) =>
    `${aim} ${reached ? "reached" : "missed"}`
  );
  return `, aim ${said.join(", ")}`;
}

function aimsOf(
  { value, references = [] }: Row,
  { most, than }: Aim,
): [aim: string, reached: boolean][] {
  const aims: [string, boolean][] = [[`≤ ${short(most)}`, value <= most]];
  const other = references.find(({ name }) => name === than?.name);
  if (than && other) {
    const reached = other.value >= than.times * value;
    aims.push([`${than.times} × ${than.name}`, reached]);
  }
  return aims;
}

function short(value: number): string {
  return Math.abs(value) >= 1000
    ? Math.round(value).toLocaleString("en-US")
    : `${Number(value.toPrecision(3))}`;
}
