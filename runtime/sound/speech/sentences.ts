/** Some 20 s of Chinese: longer ones are cut where they pause. */
const LONGEST = 80;

const SEGMENTER = new Intl.Segmenter("zh-CN", { granularity: "sentence" });
/** Where a sentence that is too long is cut, the best first. */
const PAUSES = [/[，、；：]|[,;:](?=\s)/g, /\s/g];

/**
 * The sentences of a text, so that the first is heard while the others are
 * still spoken. Joined they are the text, but for blanks between them.
 */
export function sentencesOf(text: string): string[] {
  return Array.from(SEGMENTER.segment(text), ({ segment }) => segment.trim())
    .filter((sentence) => sentence !== "")
    .flatMap(cut);
}

function cut(sentence: string): string[] {
  if (sentence.length <= LONGEST) return [sentence];
  const at = lastPause(sentence) ?? lastCharacter(sentence);
  const [head, rest] = [sentence.slice(0, at), sentence.slice(at)];
  return [head.trim(), ...cut(rest.trim())];
}

/** Behind it, and within what is allowed. */
function lastPause(sentence: string): number | null {
  const head = sentence.slice(0, LONGEST);
  for (const pause of PAUSES) {
    const last = [...head.matchAll(pause)].at(-1);
    if (last && last.index > 0) return last.index + 1;
  }
  return null;
}

/** No character is cut in two (UTF-16 has some of two units). */
function lastCharacter(sentence: string): number {
  return sentence.isWellFormed() && !sentence.slice(0, LONGEST).isWellFormed()
    ? LONGEST - 1
    : LONGEST;
}
