import { wordsOf } from "../base/words_of.ts";

/** How a request is made: `fetch`. */
export type Fetch = (url: URL, init: RequestInit) => Promise<Response>;

/** The network's words, without the URL, which may hold a secret. */
export function networkWords(error: unknown): string {
  const cause = error instanceof Error ? error.cause ?? error : error;
  return wordsOf(cause).replace(/ for url \([^)]*\)/, "");
}
