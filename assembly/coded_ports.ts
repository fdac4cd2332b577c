/** What a host does that codes and decodes itself; a port is an index. */
import * as engine from "./engine";
import { jitterOf, sourceOf } from "./port";
import {
  nextCoded as findCoded,
  putDecoded as keepDecoded,
  putRecovered as keepRecovered,
} from "./rtp/coded";
import { seal as sealPacket } from "./speak";

/**
 * The packet that the host is to decode before the next tick (`rtp/coded.ts`); 0
 * when there is none. It is asked for the next one when that is done.
 */
export function nextCoded(index: i32): usize {
  const port = engine.portAt(index);
  return port.open ? findCoded(jitterOf(port), sourceOf(port)) : 0;
}

/** What that packet decodes to; no samples where it cannot be decoded. */
export function putDecoded(
  index: i32,
  sequence: i32,
  sound: usize,
  samples: i32,
): void {
  const jitter = jitterOf(engine.portAt(index));
  keepDecoded(jitter, <u16>sequence, sound, samples);
}

/** What it tells of a lost packet in front of it. */
export function putRecovered(
  index: i32,
  sequence: i32,
  sound: usize,
  samples: i32,
): void {
  const jitter = jitterOf(engine.portAt(index));
  keepRecovered(jitter, <u16>sequence, sound, samples);
}

/** Closes a packet that the host has had; gives its octets in all. */
export function seal(index: i32, at: usize, length: i32, sound: bool): i32 {
  return sealPacket(engine.portAt(index), at, length, sound);
}

/** The host leaves a packet of sound out: what comes next begins a spurt. */
export function leaveOut(index: i32): void {
  engine.portAt(index).marker = true;
}
