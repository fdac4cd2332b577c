import * as z from "zod";

/**
 * A program and its arguments, as they are given to it: there is no shell that
 * would see anything in them but blanks and quotes.
 */
export const COMMAND_LINE: z.ZodType<readonly string[], string> = z.string()
  .transform(argumentsOf)
  .pipe(z.array(z.string()).min(1))
  .refine(([program]) => program !== "");

export const SPEECH_URL: z.ZodType<URL, string> = z.url({
  protocol: /^https?$/,
}).transform((text) => new URL(text)).refine(isDecodable);

/** Whether its user and password stand for any text. */
function isDecodable({ username, password }: URL): boolean {
  try {
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false;
  }
}

/** None where a quote is never closed. */
function argumentsOf(line: string): string[] {
  const found: string[] = [];
  let word: string | null = null;
  let quote: string | null = null;
  for (const sign of `${line} `) {
    if (sign === quote) quote = null;
    else if (quote !== null) word += sign;
    else if (sign === '"' || sign === "'") [quote, word] = [sign, word ?? ""];
    else if (sign.trim() !== "") word = (word ?? "") + sign;
    else if (word !== null) {
      found.push(word);
      word = null;
    }
  }
  return quote === null ? found : [];
}
