import { utf8 } from "../../base/bytes.ts";
import { writeWhole } from "../write_whole.ts";
import { type Freshness, freshnessOf } from "./freshness.ts";

/** What a server said of a file that is kept. */
export interface KeptAnswer extends Freshness {
  /** By which the server knows it again (RFC 9110 §8.8). */
  readonly etag: string | null;
  readonly lastModified: string | null;
}

/** Null where there is no such file, or nobody knows what was said of it. */
export async function readAnswer(path: string): Promise<KeptAnswer | null> {
  try {
    const said: unknown = JSON.parse(await Deno.readTextFile(besides(path)));
    const { isFile } = await Deno.stat(path);
    return isFile && isAnswer(said) ? said : null;
  } catch {
    return null;
  }
}

/**
 * @param before what was said of the same file earlier: it counts where an
 * answer does not say it again (RFC 9111 §3.2)
 * @throws what the system says when it cannot be written
 */
export async function writeAnswer(
  path: string,
  headers: Headers,
  now: number,
  before: KeptAnswer | null,
): Promise<void> {
  const answer: KeptAnswer = {
    ...freshnessOf(headers, now),
    etag: headers.get("etag") ?? before?.etag ?? null,
    lastModified: headers.get("last-modified") ?? before?.lastModified ?? null,
  };
  await writeWhole(besides(path), utf8(JSON.stringify(answer)));
}

/** What asks the server whether the file has changed (RFC 9110 §13.1). */
export function validatorsOf(answer: KeptAnswer): Record<string, string> {
  const { etag, lastModified } = answer;
  return {
    ...etag !== null && { "if-none-match": etag },
    ...lastModified !== null && { "if-modified-since": lastModified },
  };
}

function besides(path: string): string {
  return `${path}.json`;
}

function isAnswer(said: unknown): said is KeptAnswer {
  return typeof said === "object" && said !== null &&
    "freshUntil" in said && typeof said.freshUntil === "number" &&
    "isGoodWhenStale" in said && typeof said.isGoodWhenStale === "boolean" &&
    "etag" in said && isTextOrNull(said.etag) &&
    "lastModified" in said && isTextOrNull(said.lastModified);
}

function isTextOrNull(value: unknown): boolean {
  return value === null || typeof value === "string";
}
