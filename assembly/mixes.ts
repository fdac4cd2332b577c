/** The mixes as the host sees them: a mix is an index. */
import {
  meetingAt,
  playerParty,
  playerRing,
  recorderRing,
  rouse,
  setPhase,
  unlink,
} from "./meeting";
import { clear, fadeOut, filled, read, room, write } from "./ring";
import { dismiss, join, leave } from "./members";
import { FRAME } from "./sound";
import { Party } from "./mix/party";
import { forgetEvents } from "./events";
import { portAt } from "./engine";

/**
 * Gains of a voice and of an ear are whole numbers of 4096ths. False when the
 * port is of another phase than the mix.
 */
export function joinMix(index: i32, mix: i32, voice: i32, ear: i32): bool {
  const port = portAt(index);
  if (!port.open) return true;
  if (port.phase != meetingAt(mix).phase) return false;
  join(port, index, mix, voice, ear);
  return true;
}

export function leaveMix(index: i32): void {
  leave(portAt(index), index);
}

/** Puts every port out of a mix: at once, or fading. */
function empty(mix: i32, fading: bool): void {
  const own = changetype<usize>(playerParty(meetingAt(mix)));
  for (let at = meetingAt(mix).first; at != own; ) {
    const party = changetype<Party>(at);
    at = party.next;
    if (fading) dismiss(party);
    else unlink(party);
  }
}

/** Makes a mix in which nobody is and nothing sounds. */
export function openMix(mix: i32, phase: i32): void {
  empty(mix, false);
  setPhase(mix, phase);
  clear(playerRing(mix));
  meetingAt(mix).playing = false;
  meetingAt(mix).playerEnds = false;
  stopMixRecorder(mix);
  clearRecorder(mix);
  forgetEvents(mix, true);
}

function clearRecorder(mix: i32): void {
  clear(recorderRing(mix, 0));
  clear(recorderRing(mix, 1));
}

/** Ends a mix; what was recorded can still be read. */
export function closeMix(mix: i32): void {
  empty(mix, true);
  clearMixPlayer(mix);
  stopMixRecorder(mix);
  forgetEvents(mix, true);
}

export function mixPlayerRoom(mix: i32): i32 {
  return room(playerRing(mix));
}

export function feedMixPlayer(mix: i32, from: usize, samples: i32): i32 {
  meetingAt(mix).playing = true;
  rouse(mix);
  return write(playerRing(mix), from, samples);
}

export function endMixPlayer(mix: i32): void {
  const meeting = meetingAt(mix);
  meeting.playing = true;
  meeting.playerEnds = true;
  rouse(mix);
}

export function clearMixPlayer(mix: i32): void {
  fadeOut(playerRing(mix));
  meetingAt(mix).playerEnds = false;
}

/** Records one channel, or two: a port's and another's, or all others' (−1). */
export function startMixRecorder(
  mix: i32,
  channels: i32,
  left: i32,
  right: i32,
): void {
  const meeting = meetingAt(mix);
  clearRecorder(mix);
  meeting.channels = channels;
  meeting.left = left;
  meeting.right = right;
  meeting.recording = true;
  rouse(mix);
}

export function stopMixRecorder(mix: i32): void {
  meetingAt(mix).recording = false;
}

/** Moves samples out, those of two channels in turns; gives how many. */
export function readMixRecorder(mix: i32, into: usize, samples: i32): i32 {
  if (meetingAt(mix).channels != 2) {
    return read(recorderRing(mix, 0), into, samples);
  }
  const pairs = min(samples >> 1, filled(recorderRing(mix, 0)));
  for (let done = 0; done < pairs; done += FRAME) {
    readPairs(mix, into + ((<usize>done) << 2), min(FRAME, pairs - done));
  }
  return pairs << 1;
}

const LEFT = memory.data(320, 16);
const RIGHT = memory.data(320, 16);

function readPairs(mix: i32, into: usize, pairs: i32): void {
  read(recorderRing(mix, 0), LEFT, pairs);
  read(recorderRing(mix, 1), RIGHT, pairs);
  for (let n = 0; n < pairs; n++, into += 4) {
    store<i16>(into, load<i16>(LEFT + (n << 1)));
    store<i16>(into, load<i16>(RIGHT + (n << 1)), 2);
  }
}
