import type { LanguageName } from "../../media/content.ts";
import { LANGUAGES } from "../reading/languages.ts";

/** A stretch of a text that one voice speaks. */
export interface Run {
  readonly language: LanguageName;
  readonly text: string;
}

interface Piece {
  readonly text: string;
  /** Null where what is around says it. */
  readonly language: LanguageName | null;
  readonly isNumber: boolean;
}

/** A number, a letter with its marks, or signs. */
const PIECE =
  /(?<number>\d(?:[\d.,:/]*\d)?)|[\p{L}\p{N}][\p{Mn}'’]*|[^\p{L}\p{N}]+/gu;
const SPOKEN = /[\p{L}\p{N}]/u;
/** Without blanks between words: a number that touches one belongs to it. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/**
 * A text that may mix scripts as runs for the voice of each. A number that
 * touches Chinese is read so, any other as the words before it, or as those
 * behind where it comes first; signs stay with what they follow.
 */
export function runsOf(text: string, language: LanguageName): Run[] {
  const runs: { language: LanguageName; text: string }[] = [];
  const pieces = piecesOf(text, language);
  let before = pieces.find((piece) => piece.language)?.language ?? language;
  for (const [at, piece] of pieces.entries()) {
    before = piece.language ?? touched(pieces, at) ?? before;
    const last = runs.at(-1);
    if (last?.language === before) last.text += piece.text;
    else runs.push({ language: before, text: piece.text });
  }
  return runs.map((run) => ({ ...run, text: run.text.trim() }))
    .filter((run) => SPOKEN.test(run.text));
}

function piecesOf(text: string, language: LanguageName): Piece[] {
  return Array.from(text.matchAll(PIECE), ({ 0: text, groups }) => ({
    text,
    language: languageOf(text, language),
    isNumber: groups?.number !== undefined,
  }));
}

/** The whole text's where that has such letters, else the first that has. */
function languageOf(
  letter: string,
  language: LanguageName,
): LanguageName | null {
  const names = [language, ...Object.keys(LANGUAGES)];
  return names.find((name) => LANGUAGES[name].letter.test(letter)) ?? null;
}

function touched(pieces: readonly Piece[], at: number): LanguageName | null {
  if (!pieces[at].isNumber) return null;
  const around = [pieces[at - 1], pieces[at + 1]];
  return around.find((piece) => piece && UNSPACED.test(piece.text))
    ?.language ?? null;
}
