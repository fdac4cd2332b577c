import type { Chance } from "../../runtime/base/chance.ts";
import type {
  Core,
  EngineCodec,
  EngineStream,
} from "../../runtime/core/mod.ts";

/** What callers send: packets, 20 ms each, whose headers are yet to be written. */
export interface Voice {
  readonly stream: Pick<EngineStream, "codec" | "sendPayloadType" | "receive">;
  readonly payloadType: number;
  readonly speech: readonly Uint8Array[];
  /** By key: the packets of its tone. */
  readonly keys: readonly (readonly Uint8Array[])[];
}

export interface Sounds {
  readonly voices: readonly Voice[];
  /** What players play. */
  readonly prompt: Int16Array;
}

export const HEADER = 12;
export const FRAME = 160;
const KEYS = "0123456789*#ABCD";
const TYPES: readonly [EngineCodec, payloadType: number][] = [
  ["pcmu", 0],
  ["pcma", 8],
];
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
  codec: EngineCodec,
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

/** Everything that is said in a run, made beforehand. */
export function makeSounds(core: Core, chance: Chance): Sounds {
  const said = speech(core, chance);
  const tones = [...KEYS].map((key) =>
    core.dtmfTones(key, { toneMs: 80, gapMs: 80 })
  );
  const receive = TYPES.map(([codec, payloadType]) => ({ codec, payloadType }));
  const voices = TYPES.map(([codec, payloadType]) => ({
    stream: { codec, sendPayloadType: payloadType, receive },
    payloadType,
    speech: packets(core, codec, said),
    keys: tones.map((tone) => packets(core, codec, tone)),
  }));
  return { voices, prompt: speech(core, chance) };
}
