import { textOf, utf8 } from "../../base/bytes.ts";
import type { Clock } from "../../base/clock.ts";
import { inTime } from "../../base/in_time.ts";
import { readBounded } from "../../base/read_bounded.ts";
import { milliseconds } from "../../base/units.ts";
import { wordsOf } from "../../base/words_of.ts";
import type { Words } from "../../media/content.ts";
import { type Fetch, networkWords } from "../fetch.ts";
import { folderOf } from "./folder_of.ts";
import { LARGEST_SPEECH, type SpeechEngine } from "./synthesizer.ts";

/** One answer; `SpeechQueue` bounds them all together. */
const LONGEST = milliseconds(10_000);
/** Before the second and the third time. */
const WAITS = [milliseconds(300), milliseconds(1000)];
/** What may have passed by then (RFC 9110 §15.5.9, RFC 8470, RFC 6585). */
const PASSING = [408, 425, 429];
const AT_ONCE = 8;
/** Of what a service says instead of sound. */
const SHOWN = 200;

/** It may be otherwise when it is asked again. */
class Passing extends Error {}

/** A service that is sent a text as JSON and answers with a sound file. */
export class HttpEngine implements SpeechEngine {
  readonly title = "The speech service";
  readonly atOnce = AT_ONCE;
  readonly folder: string;
  readonly #url: URL;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #clock: Clock;
  readonly #fetch: Fetch;

  /** @param url with user and password where it wants them (RFC 7617), in UTF-8 */
  constructor(url: URL, clock: Clock, fetch: Fetch) {
    this.#url = new URL(url);
    [this.#url.username, this.#url.password] = ["", ""];
    this.#headers = {
      "content-type": "application/json",
      accept: "audio/*",
      ...credentialsOf(url),
    };
    this.#clock = clock;
    this.#fetch = fetch;
    this.folder = folderOf("url", this.#url.href);
  }

  async speak(
    words: Words,
    given: AbortSignal,
  ): Promise<Uint8Array<ArrayBuffer>> {
    for (const wait of WAITS) {
      try {
        return await this.#ask(words, given);
      } catch (error) {
        if (!(error instanceof Passing) || given.aborted) throw error;
      }
      await this.#rest(wait, given);
    }
    return await this.#ask(words, given);
  }

  close(): void {}

  async #ask(
    words: Words,
    given: AbortSignal,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const enough = new AbortController();
    const signal = AbortSignal.any([given, enough.signal]);
    return await inTime(
      this.#clock,
      LONGEST,
      this.#answer(words, signal),
      () => {
        enough.abort();
        const late = `${this.title} has not answered in ${LONGEST / 1000} s`;
        return new Passing(late);
      },
    );
  }

  async #answer(
    { text, voice, language }: Words,
    signal: AbortSignal,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const response = await this.#fetch(this.#url, {
      method: "POST",
      headers: this.#headers,
      body: JSON.stringify({ text, voice, language }),
      signal,
    }).catch((error) => {
      throw new Passing(
        `${this.title} cannot be reached: ${networkWords(error)}`,
      );
    });
    const body = response.body
      ? await readBounded(response.body, LARGEST_SPEECH, signal)
        .catch((error) => this.#tooMuch(error))
      : new Uint8Array();
    if (response.ok) return body;
    throw this.#refusal(response.status, textOf(body));
  }

  #tooMuch(error: unknown): never {
    const message = `${this.title} broke off: ${wordsOf(error)}`;
    throw error instanceof RangeError
      ? new Error(message)
      : new Passing(message);
  }

  #refusal(status: number, body: string): Error {
    const said = body.trim().slice(0, SHOWN);
    const message = `${this.title} answered ${status}${said && `: ${said}`}`;
    return status >= 500 || PASSING.includes(status)
      ? new Passing(message)
      : new Error(message);
  }

  #rest(
    wait: (typeof WAITS)[number],
    given: AbortSignal,
  ): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = this.#clock.after(wait, resolve);
    given.addEventListener("abort", () => {
      cancel();
      resolve();
    });
    return promise;
  }
}

function credentialsOf({ username, password }: URL): Record<string, string> {
  if (username === "" && password === "") return {};
  const both = [username, password].map(decodeURIComponent).join(":");
  const coded = btoa(String.fromCharCode(...utf8(both)));
  return { authorization: `Basic ${coded}` };
}
