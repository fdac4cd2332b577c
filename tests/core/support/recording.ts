import type { Core, EngineStream } from "../../../runtime/core/mod.ts";
import { Line, NO_EVENTS } from "./line.ts";

/** A line whose port records what it hears. */
export function recording(core: Core, stream: EngineStream = NO_EVENTS): Line {
  const line = new Line(core, stream);
  line.engine.startRecorder(0);
  return line;
}

/** Hands each packet over in the tick that `when` gives it; records all. */
export function play(
  line: Line,
  packets: readonly Uint8Array[],
  when: (n: number) => number,
): Int16Array {
  const heard: number[] = [];
  const last = Math.max(...packets.map((_, n) => when(n)));
  for (let tick = 0; tick <= last + 16; tick++) {
    packets.forEach((packet, n) => {
      if (when(n) === tick) line.receive(packet);
    });
    line.tick();
    heard.push(...line.recorded());
  }
  return Int16Array.from(heard);
}

/** The peer's sound in packets of so many samples. */
export function packetsOf(
  line: Line,
  sound: Int16Array,
  samples = 160,
): Uint8Array[] {
  const packets: Uint8Array[] = [];
  for (let at = 0; at < sound.length; at += samples) {
    packets.push(line.packet(sound.subarray(at, at + samples)));
  }
  return packets;
}
