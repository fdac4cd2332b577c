import assert from "node:assert/strict";
import { type Core, loadCore } from "../../runtime/core/mod.ts";
import type {
  FromSound,
  RecordFormat,
  SoundPart,
  SoundToMedia,
} from "../../runtime/media/sound_messages.ts";
import { FakeGate } from "../support/fake_gate.ts";
import { KeptFile } from "../../runtime/sound/kept_file.ts";
import { SoundThread } from "../../runtime/sound/sound_thread.ts";

export const CORE: Core = await loadCore();

/** A sound thread with a folder of its own, and what it said. */
export interface Desk {
  readonly dir: string;
  readonly thread: SoundThread;
  readonly reports: FromSound[];
  readonly supplied: SoundToMedia[];
  /** What the disk still takes. */
  readonly disk: { room: number };
  /** The creating of a file waits here. */
  readonly creating: FakeGate;
}

/** A real file on a disk that may be full. */
async function createOn(disk: { room: number }, path: string) {
  const file = await KeptFile.create(path);
  return {
    writeSync(bytes: Uint8Array): number {
      disk.room -= bytes.length;
      if (disk.room < 0) throw new Error("No space left on device");
      return file.writeSync(bytes);
    },
    seekSync: (offset: number, whence: Deno.SeekMode) =>
      file.seekSync(offset, whence),
    sync: () => file.sync(),
    close: () => file.close(),
  };
}

/** A sound thread in this folder; who opens it stops it. */
export async function openDesk(dir: string): Promise<Desk> {
  const reports: FromSound[] = [];
  const supplied: SoundToMedia[] = [];
  const disk = { room: Infinity };
  const creating = new FakeGate();
  const thread = await SoundThread.open({
    settings: { dataDir: dir, soundRoots: [] },
    core: CORE,
    createFile: async (path) => {
      await creating.pass();
      return await createOn(disk, path);
    },
    report: (message) => void reports.push(message),
    supply: (message) => void supplied.push(message),
  });
  return { dir, thread, reports, supplied, disk, creating };
}

export async function atDesk(
  act: (desk: Desk) => Promise<void>,
): Promise<void> {
  const dir = await Deno.makeTempDir();
  const desk = await openDesk(dir);
  try {
    await act(desk);
  } finally {
    await desk.thread.obey({ type: "stop" });
    await Deno.remove(dir, { recursive: true });
  }
}

/** All of a sound that is loaded, as one reads it who plays it. */
export async function soundAt(
  { thread, supplied }: Desk,
  sound: number,
  reader = sound,
): Promise<Int16Array> {
  const beginning = supplied.find((message) =>
    message.type === "sound" && message.sound === sound
  );
  assert.ok(beginning?.type === "sound");
  const samples: number[] = [];
  for (let part: SoundPart = beginning;;) {
    for (const segment of part.segments) {
      samples.push(...new Int16Array(segment));
    }
    if (part.last) return Int16Array.from(samples);
    const from = samples.length;
    await thread.take({ type: "pull", sound, reader, from });
    const answer = supplied.at(-1);
    assert.ok(answer?.type === "part" && answer.reader === reader);
    part = answer;
  }
}

/** Orders a recording; it is there when this resolves. */
export function create(
  { thread }: Desk,
  recording: number,
  path: string,
  format: RecordFormat = "pcma",
  channels: 1 | 2 = 1,
  maxSilence: number | null = null,
): Promise<void> {
  const layout = { format, channels, maxSilence };
  return thread.obey({ type: "create", recording, path, ...layout });
}

export function say(
  { thread }: Desk,
  recording: number,
  samples: Int16Array,
): void {
  thread.take({
    type: "chunk",
    recording,
    samples: new Int16Array(samples),
  });
}

/** Ends all recordings and gives the last report before `stopped`. */
export async function outcome({ thread, reports }: Desk): Promise<FromSound> {
  await thread.obey({ type: "stop" });
  assert.equal(reports.pop()?.type, "stopped");
  const last = reports.pop();
  assert.ok(last);
  return last;
}
