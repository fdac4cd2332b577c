import { CtiError } from "../../base/fault.ts";
import { type Fetch, networkWords } from "../fetch.ts";
import { isUrl, shownUrl, type SoundHosts } from "./sound_hosts.ts";

/** As browsers have it, 20, is more than a sound file needs. */
const MOST_REDIRECTS = 5;
const ACCEPT = "audio/*, application/ogg, */*;q=0.1";

/** The server did not answer, or not as it should: another time it may. */
export class Unavailable extends Error {}

/**
 * Asks for a URL, and where the answer leads elsewhere for that, as long as its
 * host is allowed.
 * @throws {Unavailable} the server cannot be reached
 * @throws {CtiError} `forbiddenPath` where it leads to another server
 */
export async function request(
  url: URL,
  hosts: SoundHosts,
  fetch: Fetch,
  init: { headers: Record<string, string>; signal: AbortSignal },
): Promise<Response> {
  const headers = { accept: ACCEPT, ...init.headers };
  let at = url;
  for (let times = 0; times <= MOST_REDIRECTS; times++) {
    const { signal } = init;
    const answer = await fetch(at, { headers, signal, redirect: "manual" })
      .catch((error) => {
        throw new Unavailable(networkWords(error), { cause: error });
      });
    const location = answer.headers.get("location");
    if (!isRedirect(answer.status) || location === null) return answer;
    await answer.body?.cancel();
    at = follow(at, location, hosts);
  }
  throw new Unavailable(`it leads on more than ${MOST_REDIRECTS} times`);
}

/**
 * Writes what comes to a file.
 * @returns its length
 * @throws {Unavailable} it breaks off
 * @throws {RangeError} it is longer than `most`
 */
export async function save(
  body: ReadableStream<Uint8Array> | null,
  path: string,
  most: number,
): Promise<number> {
  using file = await Deno.open(path, {
    write: true,
    create: true,
    truncate: true,
  });
  let length = 0;
  for await (const bytes of piecesOf(body)) {
    length += bytes.length;
    if (length > most) throw new RangeError(`over ${most} bytes`);
    for (let at = 0; at < bytes.length;) {
      at += await file.write(bytes.subarray(at));
    }
  }
  return length;
}

async function* piecesOf(
  body: ReadableStream<Uint8Array> | null,
): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader();
  try {
    for (;;) {
      const { value } = await reader?.read().catch((error) => {
        throw new Unavailable(`it broke off: ${networkWords(error)}`);
      }) ?? {};
      if (!value) return;
      yield value;
    }
  } finally {
    await reader?.cancel().catch(() => {});
  }
}

function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

function follow(from: URL, location: string, hosts: SoundHosts): URL {
  const to = URL.canParse(location, from.href)
    ? new URL(location, from.href)
    : null;
  if (to === null || !isUrl(to.href)) {
    const why = `it leads to ${JSON.stringify(location)}`;
    throw new CtiError(
      "forbiddenPath",
      `Forbidden path ${shownUrl(from)}: ${why}`,
    );
  }
  return hosts.check(to.href);
}
