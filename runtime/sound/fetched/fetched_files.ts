import { createHash } from "node:crypto";
import { extname, join } from "node:path";
import type { Clock } from "../../base/clock.ts";
import { CtiError } from "../../base/fault.ts";
import { inTime } from "../../base/in_time.ts";
import { UnderWay } from "../../base/under_way.ts";
import { type Milliseconds, milliseconds } from "../../base/units.ts";
import { wordsOf } from "../../base/words_of.ts";
import { BoundedFolder } from "../bounded_folder.ts";
import { RAW_EXTENSIONS } from "../formats/raw.ts";
import { makeWhole } from "../write_whole.ts";
import type { Fetch } from "../fetch.ts";
import { request, save, Unavailable } from "./download.ts";
import {
  type KeptAnswer,
  readAnswer,
  validatorsOf,
  writeAnswer,
} from "./kept_answer.ts";
import { shownUrl, type SoundHosts } from "./sound_hosts.ts";

/** Below the data folder. */
const FETCHED = "fetched";
/** With what was said of them, and what a crash may have left. */
const OURS = /^[0-9a-f]{64}(?:\.\w{1,8}){0,4}$/;
/** 18 hours in 16 bits at 8 kHz. */
const MOST_BYTES = 1024 * 1024 * 1024;
/** An hour of a CD takes 600 MB, of a telephone 58. */
const LARGEST_FILE = 256 * 1024 * 1024;
const LONGEST = milliseconds(60_000);
/** The beginning of an answer, where what is kept can be played instead. */
const SOON = milliseconds(3000);
const NOT_MODIFIED = 304;
const GONE = [404, 410];

export interface FetchedParts {
  readonly dataDir: string;
  readonly hosts: SoundHosts;
  readonly clock: Clock;
  readonly fetch: Fetch;
  /** Of one file; 256 MiB unless told. */
  readonly largestFile?: number;
}

/**
 * Sound files of other servers, as files: kept as long as the server says that
 * they are good (RFC 9111), asked for again by their validators after that, and
 * used as they are when it cannot be asked.
 */
export class FetchedFiles {
  readonly #parts: FetchedParts;
  readonly #files: BoundedFolder;
  /** Being asked for now, by URL: many calls may want it at once. */
  readonly #asking = new UnderWay<string>();

  constructor(parts: FetchedParts) {
    this.#parts = parts;
    const folder = join(parts.dataDir, FETCHED);
    this.#files = new BoundedFolder(folder, OURS, MOST_BYTES);
  }

  /**
   * The path of what is at a URL.
   * @throws {CtiError} `forbiddenPath` for a server that is not allowed,
   * `badParams` where there is no such file, `internal` where it cannot be had
   */
  async path(name: string): Promise<string> {
    const url = this.#parts.hosts.check(name);
    return await this.#asking.do(url.href, () => this.#find(url));
  }

  async #find(url: URL): Promise<string> {
    const path = this.#pathOf(url);
    const kept = await readAnswer(path);
    this.#files.use(path);
    if (kept && kept.freshUntil > this.#parts.clock.wall()) return path;
    try {
      await this.#ask(url, path, kept);
    } catch (error) {
      const mayUse = error instanceof Unavailable && kept?.isGoodWhenStale;
      if (!mayUse) throw refusal(url, error);
    }
    return path;
  }

  #pathOf(url: URL): string {
    const name = createHash("sha256").update(url.href).digest("hex");
    const extension = extname(url.pathname).toLowerCase();
    const isRaw = RAW_EXTENSIONS.includes(extension);
    const { dataDir } = this.#parts;
    return join(dataDir, FETCHED, name + (isRaw ? extension : ""));
  }

  async #ask(url: URL, path: string, kept: KeptAnswer | null): Promise<void> {
    const { hosts, fetch, clock } = this.#parts;
    const enough = new AbortController();
    const within = <Result>(limit: Milliseconds, work: Promise<Result>) =>
      inTime(clock, limit, work, () => {
        enough.abort();
        return new Unavailable(`it took longer than ${limit / 1000} s`);
      });
    const headers = kept ? validatorsOf(kept) : {};
    const { signal } = enough;
    const asked = request(url, hosts, fetch, { headers, signal });
    const first = kept?.isGoodWhenStale ? within(SOON, asked) : asked;
    const taken = first.then((answer) => this.#take(answer, path, kept));
    await within(LONGEST, taken);
  }

  async #take(
    answer: Response,
    path: string,
    kept: KeptAnswer | null,
  ): Promise<void> {
    const isSame = answer.status === NOT_MODIFIED && kept !== null;
    if (isSame) await answer.body?.cancel();
    else await this.#keep(answer, path);
    const before = isSame ? kept : null;
    const now = this.#parts.clock.wall();
    await writeAnswer(path, answer.headers, now, before);
  }

  async #keep(answer: Response, path: string): Promise<void> {
    const { status, body, ok } = answer;
    if (!ok) {
      await body?.cancel();
      if (status >= 500) throw new Unavailable(`the server answers ${status}`);
      throw new Refused(status);
    }
    const { largestFile = LARGEST_FILE } = this.#parts;
    const size = await makeWhole(
      path,
      (part) => save(body, part, largestFile),
    );
    await this.#files.wrote(path, size);
  }
}

/** A final answer that is no sound. */
class Refused extends Error {
  readonly isGone: boolean;

  constructor(status: number) {
    super(`the server answers ${status}`);
    this.isGone = GONE.includes(status);
  }
}

function refusal(url: URL, error: unknown): unknown {
  if (error instanceof CtiError) return error;
  const why = wordsOf(error);
  return error instanceof Refused && error.isGone
    ? new CtiError("badParams", `No such sound file ${shownUrl(url)}: ${why}`)
    : new CtiError("internal", `Cannot fetch ${shownUrl(url)}: ${why}`);
}
