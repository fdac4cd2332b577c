import type { Texts } from "./texts.ts";

export const EN_US: Texts = {
  voice: "en-us",
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
  keys: {
    "0": "zero",
    "1": "one",
    "2": "two",
    "3": "three",
    "4": "four",
    "5": "five",
    "6": "six",
    "7": "seven",
    "8": "eight",
    "9": "nine",
    "*": "star",
    "#": "pound",
    A: "A",
    B: "B",
    C: "C",
    D: "D",
  },
  message: "The meeting is at three.",
};
