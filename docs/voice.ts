import { LANGUAGES } from "../runtime/sound/reading/languages.ts";

/** docs/VOICE.md: how texts are read, and by which parts. */
export function voiceParts(): string {
  return [
    "# Voice parts",
    "",
    "Made by `deno task docs` from the languages of the node. Texts of the types 1",
    "to 6 are read part by part. A recording of a part goes where its name says,",
    "such as `CTI_DATA_DIR/prompts/voice/zh-CN/hundred.wav`, and may be of any kind",
    "that the node plays (`hundred.mp3`, `hundred.ulaw`); parts without one are",
    "spoken, by eSpeak NG or what `CTI_SPEECH_COMMAND` or `CTI_SPEECH_URL` names,",
    "once, and kept below `CTI_DATA_DIR/speech`. Pauses at the",
    "ends of a recording are cut down to 20 ms, and one part goes over into the next",
    "within 10 ms; only signs that are read one by one stand 100 ms apart.",
    "",
    ...HOW_TEXTS_ARE_READ,
    "",
    ...A_NEW_LANGUAGE,
    ...Object.entries(LANGUAGES).flatMap(([name, { parts }]) => [
      ...["", `## ${name}`, "", "| part | says |", "| --- | --- |"],
      ...Object.entries(parts).map(([part, text]) => {
        return `| \`${part}\` | ${text} |`;
      }),
    ]),
    "",
  ].join("\n");
}

const HOW_TEXTS_ARE_READ = [
  "## How texts are read",
  "",
  "Where people say it in more than one way, this one is taken:",
  "",
  "- zh-CN: 2 is 两 before what is counted (两元, 两点, 两小时) and before 百, 千, 万",
  "  and 亿 at the head of a number (两万二千), 二 everywhere else. Zeros between",
  "  digits are one 零, those at the end of a group of four none: 一亿零二万,",
  "  十万一千. 10 to 19 are 十…, but 一十 behind other digits. 10¹² is 一万亿.",
  "- zh-CN: signs that are read one by one, years too, have 零 and 一, never 〇 or",
  "  幺. The minutes and seconds of a time are read as they were written: `01:05`",
  "  is 一点零五分, `1:5` is 一点五分. A full hour is 整.",
  "- en-US: no “and” within a number, one before cents and before the last of",
  "  hours, minutes and seconds. Years go by two digits (nineteen oh five, twenty",
  "  twenty), those that begin a millennium in full (two thousand nine). Midnight",
  "  is twelve A.M., noon twelve P.M.",
  "- Both: an amount is rounded to hundredths, the half away from zero; what is",
  "  rounded to nothing is not negative. Digits behind a point are all read.",
];

const A_NEW_LANGUAGE = [
  "## A new language",
  "",
  "A language is one file, and a table of cases that says how it is read:",
  "",
  "1. `runtime/sound/reading/xx_yy.ts` exports a `Language`",
  "   (`runtime/sound/reading/language.ts`): its parts and how they are written,",
  "   its letters, the voice of eSpeak NG, whose ringing tones it has, and six",
  "   functions that make a row of names of parts of a value. What a text means is",
  "   found before, and the same for all.",
  "2. `tests/sound/reading/xx_yy_cases.ts` exports `CASES`: 400 texts and more,",
  "   one a line with the words that are to be heard. Every part has to be heard",
  "   in one of them.",
  "3. One row in `runtime/sound/reading/languages.ts`: from then on it can be",
  "   `CTI_LANGUAGE` or the option of an item, and `deno task test` holds it",
  "   against its table, plays each case and listens which parts are heard.",
  "4. `deno task docs` writes down its parts here.",
  "",
  "The demo application speaks it where `runtime/demo/texts.ts` has its phrases,",
  "and Chinese otherwise.",
];
