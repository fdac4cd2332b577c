import assert from "node:assert/strict";
import { utf8 } from "../../runtime/base/bytes.ts";
import { SeededChance } from "../../runtime/base/chance.ts";
import { loadCore } from "../../runtime/core/mod.ts";
import { powerOf } from "../dtmf/sound.ts";
import { pipe } from "../support/pipe.ts";
import { raw } from "../support/raw.ts";
import { soundOf } from "../support/sound_bytes.ts";

/**
 * Voice activity on espeak-ng's speech at 8 kHz, against what the clean speech
 * says of itself: a frame is speech where it is less than 15.9 dB below the
 * active level (ITU-T P.56), and pause where neither it nor anything in the
 * 300 ms before it is less than 30 dB below.
 */
const core = await loadCore();
const FRAME = 160;
const VOICES = [
  ["en-us", "The train to the north leaves at ten past nine. Please wait."],
  ["de", "Bitte sprechen Sie nach dem Ton. Ihr Anruf wird aufgezeichnet."],
  ["fr", "Votre message a été enregistré. Merci de votre appel, au revoir."],
  ["es", "Para hablar con un agente, espere en la línea, por favor."],
  ["ru", "Оставайтесь на линии. Вам скоро ответят. Спасибо за звонок."],
] as const;
/** Behind speech that is heard there are 200 ms of hangover, and a frame. */
const HELD = 15;

/** Speech with a second of silence before each sentence. */
async function speech(voice: string, text: string): Promise<Int16Array> {
  const args = ["-v", voice, "-s", 150, "--stdout"];
  const wav = await pipe("espeak-ng", args, utf8(text));
  const padded = ["-t", "wav", "-", ...raw(), "-", "pad", 1, 1];
  return soundOf(await pipe("sox", padded, wav));
}

function powers(sound: Int16Array): number[] {
  return Array.from({ length: Math.floor(sound.length / FRAME) }, (_, n) => {
    const frame = sound.subarray(n * FRAME, (n + 1) * FRAME);
    return frame.reduce((sum, x) => sum + x * x, 0) / FRAME;
  });
}

/** P.56 in the large: the mean of the frames not 15.9 dB below that mean. */
function activePower(frames: readonly number[]): number {
  let level = Math.max(...frames);
  for (let round = 0; round < 20; round++) {
    const active = frames.filter((power) => power > level / 10 ** 1.59);
    level = active.reduce((sum, power) => sum + power, 0) / active.length;
  }
  return level;
}

/** Mean square of speech on lines. */
const NOMINAL = powerOf(-20);

/** The speech at its nominal level, and white noise under it. */
function noisy(sound: Int16Array, level: number, snr: number): Int16Array {
  const chance = new SeededChance(snr);
  const scale = Math.sqrt(NOMINAL / level);
  const peak = Math.sqrt(3 * NOMINAL / 10 ** (snr / 10));
  return sound.map((x) =>
    x * scale + peak * (chance.integer(20_001) / 10_000 - 1)
  );
}

interface Score {
  speech: number;
  hits: number;
  pause: number;
  falseAlarms: number;
}

function judge(clean: Int16Array, snr: number, score: Score): void {
  const frames = powers(clean);
  const level = activePower(frames);
  const meter = core.levelMeter();
  const sound = noisy(clean, level, snr);
  frames.forEach((power, n) => {
    meter.measure(sound.subarray(n * FRAME, (n + 1) * FRAME));
    const { active } = meter.levels();
    const before = frames.slice(Math.max(0, n - HELD), n + 1);
    if (power > level / 10 ** 1.59) {
      score.speech++;
      score.hits += Number(active);
    } else if (before.every((past) => past < level / 1000)) {
      score.pause++;
      score.falseAlarms += Number(active);
    }
  });
  meter.close();
}

/**
 * Down to 20 dB all of speech stands out of the noise; at 10 dB what is
 * between 5 and 15.9 dB under the level lies in it, and is heard only where the
 * hangover reaches. Noise alone is 5 dB above its own floor in less than one
 * frame of a hundred.
 */
for (const [snr, leastHits] of [[40, 0.99], [20, 0.97], [10, 0.85]]) {
  Deno.test(`espeak-ng: speech ${snr} dB above noise is heard, pauses are not`, async () => {
    const score = { speech: 0, hits: 0, pause: 0, falseAlarms: 0 };
    for (const [voice, text] of VOICES) {
      judge(await speech(voice, text), snr, score);
    }
    const hits = score.hits / score.speech;
    const falseAlarms = score.falseAlarms / score.pause;
    assert.ok(score.speech > 500 && score.pause > 300);
    assert.ok(hits >= leastHits, `${hits} of speech was heard`);
    assert.ok(falseAlarms <= 0.01, `${falseAlarms} of pauses were not`);
  });
}
