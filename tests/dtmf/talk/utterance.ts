import type { Chance } from "../../../runtime/base/chance.ts";
import { oneOf, shuffled } from "../draw.ts";
import { VARIANTS, WORDS } from "./words.ts";

/** Something that espeak-ng says. */
export interface Utterance {
  readonly voice: string;
  /** espeak-ng's −p, 0 to 99, and −s, words a minute. */
  readonly pitch: number;
  readonly speed: number;
  readonly text: string;
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const PHRASES = 20;

function figures(chance: Chance): string {
  const digits = Array.from(
    { length: 3 + chance.integer(7) },
    () => chance.integer(10),
  );
  switch (chance.integer(4)) {
    case 0:
      return digits.join(" ");
    case 1:
      return `${chance.integer(1_000_000)}`;
    case 2:
      return `${1 + chance.integer(28)}.${1 + chance.integer(12)}.`;
    default:
      return `${chance.integer(24)}:${10 + chance.integer(50)}`;
  }
}

function letters(chance: Chance): string {
  return Array.from({ length: 6 }, () => LETTERS[chance.integer(26)]).join(" ");
}

/** Words, figures and letters, in an order that chance decides. */
function textOf(words: string, chance: Chance): string {
  const phrases = Array.from({ length: PHRASES }, () => {
    const some = shuffled(words.split(" "), chance);
    const kind = chance.integer(8);
    if (kind < 2) return figures(chance);
    if (kind === 2) return letters(chance);
    return some.slice(0, 2 + chance.integer(6)).join(" ");
  });
  const ends = [", ", ". ", "? ", "! "];
  return phrases.map((phrase) => phrase + ends[chance.integer(4)]).join("");
}

/** So many utterances in all languages, each in another voice. */
export function utterances(count: number, chance: Chance): Utterance[] {
  const languages = shuffled(Object.keys(WORDS), chance);
  const variants = shuffled(VARIANTS, chance);
  return Array.from({ length: count }, (_, n) => {
    const language = languages[n % languages.length];
    return {
      voice: `${language}+${variants[n % variants.length]}`,
      pitch: oneOf(10, 30, 50, 70, 90)(chance),
      speed: oneOf(90, 130, 170, 220)(chance),
      text: textOf(WORDS[language], chance),
    };
  });
}
