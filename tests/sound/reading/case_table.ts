import type { ReadingKind } from "../../../runtime/media/content.ts";

export const KINDS = [
  "digits",
  "number",
  "money",
  "moment",
  "duration",
  "yuanJiaoFen",
] as const satisfies readonly ReadingKind[];

/** How a language reads texts, beside its rules: what `NAME_cases.ts` exports. */
export interface CaseTable {
  /** What stands between two words when they are written. */
  readonly between: string;
  /** About how many syllables words have. */
  syllables(words: string): number;
  /** By kind, one a line: a text, and in what words it is read. */
  readonly cases: Readonly<Record<ReadingKind, string>>;
}

/** The table of a language: that of zh-CN stands in `zh_cn_cases.ts`. */
export async function casesOf(language: string): Promise<CaseTable> {
  const file = `${language.toLowerCase().replace("-", "_")}_cases.ts`;
  const { CASES }: { CASES: CaseTable } = await import(`./${file}`);
  return CASES;
}

/** Its cases of one kind. */
export function rowsOf(
  { cases }: CaseTable,
  kind: ReadingKind,
): [text: string, words: string][] {
  return cases[kind].trim().split("\n").map((line) => {
    const [text, words] = line.trim().split(" = ");
    return [text, words];
  });
}
