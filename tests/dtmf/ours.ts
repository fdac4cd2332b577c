import type { Core } from "../../runtime/core/mod.ts";
import { Line, NO_EVENTS } from "../core/support/line.ts";
import { judge, type Score, type Slack, START } from "./judge.ts";
import type { Heard, Tape } from "./row.ts";
import { FRAME, MS } from "./sound.ts";

/** Sound is given so many samples at a time: 5 ms, to see how soon keys are told. */
const STEP = 40;

/** What the core's detector hears of a sound. */
export function hear(core: Core, sound: Int16Array): Heard[] {
  const detector = core.dtmfDetector();
  const heard: Heard[] = [];
  for (let at = 0; at < sound.length; at += STEP) {
    const told = Math.min(at + STEP, sound.length);
    for (const { key, start } of detector.detect(sound.subarray(at, told))) {
      heard.push({ key, at: start, told });
    }
  }
  detector.close();
  return heard;
}

/** A port tells a key by the tick: as late as its jitter buffer may be. */
const TICKS: Slack = { early: 0, late: 200 * MS };
/** Ticks of 20 ms in which what waits in a jitter buffer comes out. */
const LAST_TICKS = 12;

/** What a port hears of packets of which some do not come. */
function hearPackets(core: Core, { sound, lost }: Tape): Heard[] {
  const line = new Line(core, NO_EVENTS);
  const heard: Heard[] = [];
  for (let frame = 0; frame < lost.length + LAST_TICKS; frame++) {
    const at = frame * FRAME;
    const packet = line.packet(sound.subarray(at, at + FRAME));
    if (frame < lost.length && !lost[frame]) line.receive(packet);
    line.tick();
    for (const event of line.events.splice(0)) {
      if (event.type === "key") heard.push({ key: event.key, at });
    }
  }
  return heard;
}

/** Lets the core hear a tape: by the detector, or by a port where packets are lost. */
export function score(core: Core, tape: Tape): Score {
  return tape.lost.length > 0
    ? judge(tape, hearPackets(core, tape), TICKS)
    : judge(tape, hear(core, tape.sound), START);
}
