import assert from "node:assert/strict";
import { SILENT } from "../../runtime/base/log.ts";
import { milliseconds } from "../../runtime/base/units.ts";
import { type Core, loadCore } from "../../runtime/core/mod.ts";
import type { Media, MediaPort } from "../../runtime/media/media.ts";
import { startMedia } from "../../runtime/media/worker_media.ts";
import type { DatagramIo } from "../../runtime/net/datagram.ts";
import type { RtpStream } from "../../runtime/sdp/stream.ts";
import type { Sound } from "../../runtime/sound/sound.ts";
import { startSound } from "../../runtime/sound/worker_sound.ts";
import { pcm16, wavFile } from "./wav_files.ts";

export const HOST = "127.0.0.1";

function streamTo(
  rtpPort: number,
  change: Partial<RtpStream> = {},
): RtpStream {
  return {
    remote: { address: HOST, port: rtpPort },
    rtcp: { mux: false, remote: { address: HOST, port: rtpPort + 1 } },
    direction: "sendrecv",
    codec: "pcma",
    sendPayloadType: 8,
    receive: [{ payloadType: 8, codec: "pcma" }, {
      payloadType: 0,
      codec: "pcmu",
    }],
    telephoneEvent: { send: 101, receive: 101 },
    ptime: milliseconds(20),
    ...change,
  };
}

/** A listener that collects keys and lets a test wait for a number of them. */
function keyLog() {
  const heard: string[] = [];
  let check = () => {};
  return {
    heard,
    key(key: string, source: string) {
      heard.push(`${key} ${source}`);
      check();
    },
    async of(count: number): Promise<string[]> {
      const { promise, resolve } = Promise.withResolvers<void>();
      check = () => {
        if (heard.length >= count) resolve();
      };
      check();
      await promise;
      return heard;
    },
  };
}

/** Both threads, and two ports that talk to each other. */
export interface World {
  readonly dir: string;
  readonly sound: Sound;
  readonly media: Media;
  readonly core: Core;
  readonly a: MediaPort;
  readonly b: MediaPort;
  readonly keysOfA: ReturnType<typeof keyLog>;
  readonly keysOfB: ReturnType<typeof keyLog>;
}

/** Makes it of real threads and sockets. */
async function inWorld(
  first: number,
  act: (world: World) => Promise<void>,
  { io, ...change }: { io: DatagramIo } & Partial<RtpStream>,
): Promise<void> {
  const dir = await Deno.makeTempDir();
  const options = {
    log: SILENT,
    crashed: () => assert.fail("a thread has crashed"),
  };
  const { sound, line } = await startSound(
    { dataDir: dir, soundRoots: [] },
    options,
  );
  const settings = {
    host: HOST,
    ports: { first, last: first + 9 },
    maxPorts: 4,
    io,
  };
  const media = await startMedia(settings, line, options);
  const [keysOfA, keysOfB] = [keyLog(), keyLog()];
  const [a, b] = [await media.open(keysOfA), await media.open(keysOfB)];
  a.setStream(streamTo(b.rtpPort, change));
  b.setStream(streamTo(a.rtpPort, change));
  const core = await loadCore();
  try {
    await act({ dir, sound, media, core, a, b, keysOfA, keysOfB });
  } finally {
    await media.close();
    await sound.close();
    await Deno.remove(dir, { recursive: true });
  }
}

/** The same test with each way of doing UDP. */
export function testWorld(
  name: string,
  first: number,
  act: (world: World, io: DatagramIo) => Promise<void>,
  change: Partial<RtpStream> = {},
): void {
  for (const io of ["ffi", "deno"] as const) {
    Deno.test(`${name}, by ${io}`, () =>
      inWorld(first, (world) => act(world, io), { io, ...change }));
  }
}

/**
 * These threads keep real time. Where the machine is busy they wake up late, and
 * the jitter buffer conceals or changes its delay; so this much has to be heard.
 */
export const MOST = 0.6;

/** Speech-like sound that is nowhere like itself: a rising tone that trembles. */
export function melody(samples: number): Int16Array {
  let phase = 0;
  return Int16Array.from({ length: samples }, (_, i) => {
    phase += 2 * Math.PI * (300 + 900 * i / samples) / 8000;
    return Math.round(9000 * Math.sin(phase) * (0.6 + 0.4 * Math.sin(i / 700)));
  });
}

export async function writePrompt(
  { dir }: World,
  name: string,
  samples: Int16Array,
): Promise<void> {
  const file = wavFile(pcm16(samples), { tag: 1, bits: 16 });
  await Deno.writeFile(`${dir}/prompts/${name}`, file);
}

export function played(
  port: MediaPort,
  sounds: readonly number[],
  rounds = 1,
): Promise<void> {
  return new Promise((resolve) =>
    void port.play(sounds, rounds, () => resolve())
  );
}

export async function silence(world: World, samples: number) {
  await writePrompt(world, "silence.wav", new Int16Array(samples));
  return await world.sound.load("silence.wav");
}
