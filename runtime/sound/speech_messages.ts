/** What the speech worker is told. */
export interface ToSpeech {
  readonly voice: string;
  readonly text: string;
}

/** Its answer, in the order of the questions: sound at 8 kHz, or why not. */
export type FromSpeech =
  | { readonly samples: Int16Array<ArrayBuffer> }
  | { readonly error: string };
