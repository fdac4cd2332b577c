/** Speech with lost packets, beside simpler ways to fill the gaps. */
import assert from "node:assert/strict";
import { SeededChance } from "../../runtime/base/chance.ts";
import { loadCore } from "../../runtime/core/mod.ts";
import { Line, NO_EVENTS } from "../core/support/line.ts";
import {
  type Closeness,
  closeness,
  type Stretch,
} from "../support/closeness.ts";
import { print } from "../support/print.ts";
import { spoken } from "../support/spoken.ts";

const core = await loadCore();
const VOICES = ["en-us", "es", "fr"];
const SEEDS = Array.from({ length: 10 }, (_, n) => n + 1);
const FRAME = 160;
/** Sound is heard 40 ms after it came. */
const DELAY = 2;
const SHARE = 0.05;
/** What goes over into sound again, 10 ms at most (G.711 Appendix I). */
const JOIN = 80;

/** Which packets come, so many lost in a row. */
function lossesOf(packets: number, row: number, chance: SeededChance) {
  const lost = new Array<boolean>(packets).fill(false);
  for (let n = 10; n + row < packets; n++) {
    if (chance.integer(1000) >= 1000 * SHARE / row) continue;
    lost.fill(true, n, n + row);
    n += row - 1;
  }
  return lost;
}

function stretchesOf(lost: readonly boolean[]): Stretch[] {
  const stretches: Stretch[] = [];
  for (let n = 0; n < lost.length; n++) {
    const from = n;
    while (lost[n]) n++;
    if (n > from) stretches.push([from * FRAME, n * FRAME]);
  }
  return stretches;
}

function byPort(sound: Int16Array, lost: readonly boolean[]) {
  const line = new Line(core, NO_EVENTS);
  line.engine.startRecorder(0);
  const heard = new Int16Array((lost.length + DELAY) * FRAME);
  for (let n = 0; n < lost.length + DELAY; n++) {
    if (n < lost.length) {
      const packet = line.packet(sound.subarray(n * FRAME, (n + 1) * FRAME));
      if (!lost[n]) line.receive(packet);
    }
    line.tick();
    heard.set(line.recorded(), n * FRAME);
  }
  return heard.subarray(DELAY * FRAME);
}

/** True where both are the same, `shift` samples sooner heard than sent. */
function isSame(
  sent: Int16Array,
  heard: Int16Array,
  [from, to]: Stretch,
  shift: number,
): boolean {
  const was = sent.subarray(from, to);
  return was.every((x, n) => heard[from + n - shift] === x);
}

/** How much sooner than at first the sound around a stretch is heard. */
function shiftAt(sent: Int16Array, heard: Int16Array, [from, to]: Stretch) {
  for (let shift = 0; shift < DELAY * FRAME; shift++) {
    const before = isSame(sent, heard, [from - JOIN, from], shift);
    if (!before) continue;
    if (isSame(sent, heard, [to + JOIN, to + 2 * JOIN], shift)) return shift;
  }
  return null;
}

/**
 * What was heard in the stretches, where it belongs in what was sent. Those are
 * left out beside which the port moved the sound in a pause.
 */
function placed(
  sent: Int16Array,
  heard: Int16Array,
  stretches: readonly Stretch[],
) {
  const whole = sent.slice();
  const found = stretches.filter((stretch) => {
    const shift = shiftAt(sent, heard, stretch);
    if (shift === null) return false;
    const [from, to] = stretch;
    whole.set(heard.subarray(from - shift, to + JOIN - shift), from);
    return true;
  });
  return { whole, found };
}

/** Nothing in place of what is lost. */
function bySilence(sent: Int16Array, stretches: readonly Stretch[]) {
  const heard = sent.slice();
  for (const [from, to] of stretches) heard.fill(0, from, to);
  return heard;
}

/** The last 20 ms again and again, fading out over 60 ms. */
function byRepetition(sent: Int16Array, stretches: readonly Stretch[]) {
  const heard = sent.slice();
  for (const [from, to] of stretches) {
    for (let n = from; n < to; n++) {
      heard[n] = heard[n - FRAME] * Math.max(0, 1 - (n - from) / 480);
    }
  }
  return heard;
}

interface Scores {
  readonly concealed: Closeness;
  readonly silence: Closeness;
  readonly repetition: Closeness;
}

/** Loses packets of the sound, and fills the gaps in each of the ways. */
function judge(sent: Int16Array, row: number, seed: number) {
  const lost = lossesOf(sent.length / FRAME, row, new SeededChance(seed));
  const stretches = stretchesOf(lost);
  const { whole, found } = placed(sent, byPort(sent, lost), stretches);
  assert.ok(found.length >= 0.9 * stretches.length, `${found.length} found`);
  return {
    concealed: closeness(sent, whole, found),
    silence: closeness(sent, bySilence(sent, stretches), found),
    repetition: closeness(sent, byRepetition(sent, stretches), found),
  };
}

/** The mean over the losses of all seeds; said, too. */
function meanOf(voice: string, way: keyof Scores, all: readonly Scores[]) {
  const mean = (of: keyof Closeness) =>
    all.reduce((sum, scores) => sum + scores[way][of], 0) / all.length;
  const [snr, distance] = [mean("snr"), mean("distance")];
  const figures = `${snr.toFixed(1)} dB SNR, ${distance.toFixed(1)} dB off`;
  print(`${voice}, ${way}: ${figures}`);
  return { snr, distance };
}

async function heardSpeech(voice: string): Promise<Int16Array> {
  const said = await spoken(voice, 2);
  const codec = core.codec("pcma");
  const whole = said.length - said.length % FRAME;
  const sent = codec.decode(codec.encode(said.subarray(0, whole)));
  codec.close();
  return sent;
}

/** What was sent, by voice. */
const SPEECH = new Map<string, Int16Array>();
for (const voice of VOICES) SPEECH.set(voice, await heardSpeech(voice));

/**
 * By so much at least, dB, is what is made up closer than what is repeated; a
 * second packet in a row has little left of the voice, and both fade.
 */
const CLOSER = {
  1: { snr: 1.5, distance: 0.8 },
  2: { snr: 0, distance: 0.2 },
} as const;
/**
 * The SNR of silence is 0 dB whatever was said, so that its spectrum is compared:
 * it is at least so many times as far off.
 */
const SILENCE = 1.4;

for (const row of [1, 2] as const) {
  for (const [voice, sent] of SPEECH) {
    Deno.test(`${voice}, 5 % lost, ${row} in a row: closer than silence and repetition`, () => {
      const all = SEEDS.map((seed) => judge(sent, row, seed));
      const concealed = meanOf(voice, "concealed", all);
      const silence = meanOf(voice, "silence", all);
      const repetition = meanOf(voice, "repetition", all);
      const { snr, distance } = CLOSER[row];
      assert.ok(concealed.snr > repetition.snr + snr);
      assert.ok(concealed.distance < repetition.distance - distance);
      assert.ok(silence.distance > SILENCE * concealed.distance);
    });
  }
}
