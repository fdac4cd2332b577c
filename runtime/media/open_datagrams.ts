import type { Datagrams } from "../net/datagram.ts";
import { obstacleToLibc } from "../net/libc.ts";
import { LibcDatagrams } from "../net/libc_datagrams.ts";
import { DenoDatagrams } from "../net/udp.ts";
import type { MediaSettings } from "./messages.ts";

export interface OpenedDatagrams {
  readonly datagrams: Datagrams;
  /** Why it is not what would be faster; null where it is, or was not wanted. */
  readonly obstacle: string | null;
  /** Once every socket is closed. */
  close(): void;
}

/**
 * Opens what the settings ask for (`auto` unless said); `buffer` is the core's, for what comes.
 * @throws {Error} when `ffi` is asked for and cannot be
 */
export function openDatagrams(
  { io: wanted, pacing: isStamped = false }: Pick<
    MediaSettings,
    "io" | "pacing"
  >,
  buffer: Uint8Array<ArrayBuffer>,
): OpenedDatagrams {
  const obstacle = wanted === "deno" ? null : obstacleToLibc();
  if (wanted === "ffi" && obstacle !== null) throw new Error(obstacle);
  if (wanted === "deno" || obstacle !== null) {
    return { datagrams: new DenoDatagrams(), obstacle, close() {} };
  }
  const datagrams = new LibcDatagrams(buffer, { isStamped });
  return { datagrams, obstacle, close: () => datagrams.close() };
}
