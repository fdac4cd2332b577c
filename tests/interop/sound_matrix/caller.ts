import assert from "node:assert/strict";
import { PhoneRoom } from "../../support/room/phone_room.ts";

/** So many callers listen at once, each to one file after the other. */
const CALLERS = 10;
/** What is still on its way when a play has ended. */
const TAIL_MS = 200;

/** What a caller heard of a file, or what the node said instead. */
export type Heard = Int16Array | string;

export interface Played {
  /** By the names of the files. */
  readonly heard: ReadonlyMap<string, Heard>;
  /** What the node has logged. */
  readonly log: string;
}

/** Has a node play files to callers over RTP, and ends it in good order. */
export async function playAll(
  files: readonly string[],
  write: (folder: string) => Promise<void>,
): Promise<Played> {
  const room = await PhoneRoom.open();
  try {
    const folder = `${room.node.dataDir}/prompts`;
    await Deno.mkdir(folder, { recursive: true });
    await write(folder);
    const waiting = [...files];
    const heard = new Map<string, Heard>();
    const callers = Array.from({ length: CALLERS }, async (_, n) => {
      const play = await calledPlayer(room, `1380013800${n}`);
      for (let file = waiting.shift(); file; file = waiting.shift()) {
        heard.set(file, await play(file));
      }
    });
    await Promise.all(callers);
    const { code, log } = await room.leave();
    assert.equal(code, 0);
    return { heard, log };
  } finally {
    await room.leave();
  }
}

async function calledPlayer(
  room: PhoneRoom,
  number: string,
): Promise<(file: string) => Promise<Heard>> {
  const phone = room.phone(number);
  const { line, res_id } = await room.answered(phone, "");
  return async (file) => {
    const from = line.ear.ms;
    const end = await room.app.act("play_start", { res_id, content: file });
    if (end.error !== null) return `${end.error}: ${end.reason}`;
    await line.ear.listens(TAIL_MS);
    return line.ear.sound(from);
  };
}
