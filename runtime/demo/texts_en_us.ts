import { LANGUAGES } from "../sound/reading/languages.ts";
import type { Texts } from "./texts.ts";

export const EN_US: Texts = {
  language: LANGUAGES["en-US"],
  phrases: {
    greeting: "Hello and welcome.",
    askKeys: "Please press some keys, then pound.",
    noKeys: "I heard no keys.",
    youPressed: "You pressed",
    askMessage: "After the beep leave a message, then press pound.",
    yourMessage: "Your message:",
    noMessage: "I heard no message.",
    thanks: "Thank you, good bye.",
  },
  message: "The meeting is at three.",
};
