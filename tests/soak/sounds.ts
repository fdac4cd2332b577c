import type { Chance } from "../../runtime/base/chance.ts";
import type { Core, CoreCodec, EngineStream } from "../../runtime/core/mod.ts";

/** What callers send: packets, 20 ms each, whose headers are yet to be written. */
export interface Voice {
  /** The codec itself takes packets of whole frames of 20 ms alone. */
  readonly framed: boolean;
  readonly stream: Pick<EngineStream, "codec" | "sendPayloadType" | "receive">;
  readonly payloadType: number;
  readonly speech: readonly Uint8Array[];
  /** By key: the packets of its tone. */
  readonly keys: readonly (readonly Uint8Array[])[];
}

export interface Sounds {
  readonly voices: readonly Voice[];
  /** RFC 3389: what is sent in pauses. */
  readonly noises: readonly Uint8Array[];
  /** What players play. */
  readonly prompt: Int16Array;
}

export const HEADER = 12;
export const FRAME = 160;
/**
 * A recorder holds 512 ms: it is emptied, and a player filled, every 200 ms, in
 * ticks and in samples.
 */
export const PERIOD = 10;
export const CHUNK = PERIOD * FRAME;
const KEYS = "0123456789*#ABCD";
const TYPES: readonly [CoreCodec, payloadType: number][] = [
  ["pcmu", 0],
  ["pcma", 8],
  ["gsm", 3],
  ["dvi4", 5],
];
const NOISES = 16;
/** RFC 3389 §3: −30 to −77 dBov; the quantised reflection 0, and around it. */
const LOUDEST = 30;
const LEVELS = 48;
const NO_REFLECTION = 127;
/** RFC 3389 §3.1: reflection coefficients may be as many as one likes. */
const ORDER = 10;
/** Frames of speech in a pool: 5 s, which the processor's cache can hold. */
const SPEECH = 250;

/**
 * Sound with the rise and fall of speech: tones of the core, of a pitch and a
 * length that chance gives, in noise. Nothing of it is computed by the host,
 * whose sines may differ.
 */
function speech(core: Core, chance: Chance): Int16Array {
  const sound = new Int16Array(SPEECH * FRAME);
  for (let at = 0; at < sound.length;) {
    const hertz = 100 + chance.integer(900);
    const level = -30 + chance.integer(25);
    const syllable = core.tone(hertz, 60 + chance.integer(200), level);
    sound.set(syllable.subarray(0, sound.length - at), at);
    at += syllable.length + chance.integer(2000);
  }
  return sound.map((sample) =>
    Math.max(-32768, Math.min(32767, sample + chance.integer(200) - 100))
  );
}

function packets(
  core: Core,
  codec: CoreCodec,
  sound: Int16Array,
): Uint8Array[] {
  const coder = core.codec(codec);
  const made: Uint8Array[] = [];
  for (let at = 0; at + FRAME <= sound.length; at += FRAME) {
    const payload = coder.encode(sound.subarray(at, at + FRAME));
    const packet = new Uint8Array(HEADER + payload.length);
    packet.set(payload, HEADER);
    made.push(packet);
  }
  coder.close();
  return made;
}

/** Comfort noise of some level, flat or of some colour. */
function noise(chance: Chance): Uint8Array {
  const order = chance.integer(ORDER + 1);
  const packet = new Uint8Array(HEADER + 1 + order);
  packet[HEADER] = LOUDEST + chance.integer(LEVELS);
  for (let at = HEADER + 1; at < packet.length; at++) {
    packet[at] = NO_REFLECTION - 30 + chance.integer(61);
  }
  return packet;
}

/** What a player is given at a tick: the prompt goes on, again and again. */
export function chunkAt(prompt: Int16Array, tick: number): Int16Array {
  const from = tick * FRAME % (prompt.length - CHUNK);
  return prompt.subarray(from, from + CHUNK);
}

/** Everything that is said in a run, made beforehand. */
export function makeSounds(core: Core, chance: Chance): Sounds {
  const said = speech(core, chance);
  const tones = [...KEYS].map((key) =>
    core.dtmfTones(key, { toneMs: 80, gapMs: 80 })
  );
  const receive = TYPES.map(([codec, payloadType]) => ({ codec, payloadType }));
  const voices = TYPES.map(([codec, payloadType]) => ({
    stream: { codec, sendPayloadType: payloadType, receive },
    framed: codec === "gsm",
    payloadType,
    speech: packets(core, codec, said),
    keys: tones.map((tone) => packets(core, codec, tone)),
  }));
  const noises = Array.from({ length: NOISES }, () => noise(chance));
  return { voices, noises, prompt: speech(core, chance) };
}
