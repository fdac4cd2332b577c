/** A language that the node reads and speaks: one of `sound/reading/languages.ts`. */
export type LanguageName = string;

/** How a text is read aloud: as what, and in which language. */
export type ReadingKind =
  | "digits"
  | "number"
  | "money"
  | "moment"
  | "duration"
  | "yuanJiaoFen";

/** A text that is read aloud by the rules of a language. */
export interface Reading {
  readonly read: ReadingKind;
  readonly text: string;
  /** The node's own where it is left out. */
  readonly language?: LanguageName;
}

/** A text that is spoken as it stands. */
export interface Speech {
  readonly speak: string;
  readonly language?: LanguageName;
  /** Another sentence of the same text comes next. */
  readonly goesOn?: true;
}

/** What a synthesizer is asked to speak. */
export interface Words {
  readonly text: string;
  /** Of the text as a whole; it may hold words of another. */
  readonly language: LanguageName;
  /** How eSpeak NG calls that language's voice, such as `cmn`. */
  readonly voice: string;
}

/** One thing to be heard; a text alone is the name of a sound file. */
export type SoundItem = string | Reading | Speech;

/** What is played, one after the other without a gap; it may be nothing. */
export type Content = readonly SoundItem[];
