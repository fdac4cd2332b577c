import assert from "node:assert/strict";
import { LANGUAGES } from "../../../runtime/sound/reading/languages.ts";
import { Speech } from "../../../runtime/sound/speech.ts";
import { casesOf, KINDS, rowsOf } from "./case_table.ts";

/** A syllable in a text and one that stands alone, in milliseconds. */
const [SHORTEST, LONGEST] = [130, 650];
/** Of all readings each so-and-so-many-th is spoken as one text. */
const EVERY = 20;

for (const [name, { voice, parts }] of Object.entries(LANGUAGES)) {
  const table = await casesOf(name);
  const readings = KINDS.filter((kind) => kind !== "digits")
    .flatMap((kind) => rowsOf(table, kind).map(([, words]) => words))
    .filter((_, n) => n % EVERY === 0);

  Deno.test(`eSpeak NG takes for each part of ${name}, and for whole readings, as long as people do`, async () => {
    const speech = new Speech();
    try {
      for (const text of [...Object.values(parts), ...readings]) {
        const { length } = await speech.say(voice, text);
        const each = length / 8 / table.syllables(text);
        assert(each > SHORTEST && each < LONGEST, `${text}: ${each} ms`);
      }
    } finally {
      speech.close();
    }
  });
}
