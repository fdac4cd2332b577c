import { LANGUAGES } from "../runtime/sound/reading/languages.ts";

/** docs/VOICE.md: the parts that readings are made of, by the name of their file. */
export function voiceParts(): string {
  return [
    "# Voice parts",
    "",
    "Made by `deno task docs` from the languages of the node. Texts of the types 1",
    "to 6 are read part by part. A recording of a part goes where its name says,",
    "such as `CTI_DATA_DIR/prompts/voice/zh-CN/hundred.wav`; parts without one are",
    "spoken by eSpeak NG, once, and kept below `CTI_DATA_DIR/speech`. Pauses at the",
    "ends of a recording are cut down to 20 ms.",
    ...Object.entries(LANGUAGES).flatMap(([name, { parts }]) => [
      ...["", `## ${name}`, "", "| file | says |", "| --- | --- |"],
      ...Object.entries(parts).map(([part, text]) => {
        return `| \`${part}.wav\` | ${text} |`;
      }),
    ]),
    "",
  ].join("\n");
}
