/** The second step of a tick: voices meet in mixes. */
import {
  ALL_OTHERS,
  Meeting,
  meetingAt,
  playerParty,
  playerRing,
  recorderParty,
  recorderRing,
  unlink,
} from "./meeting";
import { FRAME } from "./sound";
import { MIX_PLAYED, happened } from "./events";
import { Party, TALKS, setGains, voiceGain } from "./mix/party";
import { Ring, filled, readFrame, write } from "./ring";
import { ENTRIES_BYTES, Tables, placeTables } from "./mix/tables";
import { UNITY } from "./mix/gain";
import { addVoice, clearSum, clipSum } from "./mix/weighed_mix";
import { isPartyOf } from "./members";
import { mix as mixSound } from "./mix/mix";

/** All parties may be in one mix: two of each port, and the mix's own. */
function mostParties(ports: i32): i32 {
  return 2 * ports + 2;
}

export function tableBytes(ports: i32): usize {
  return <usize>mostParties(ports) * ENTRIES_BYTES;
}

/** The lists of all mixes: one is met at a time. */
const TABLES = changetype<Tables>(memory.data(32, 16));

export function initTables(at: usize, ports: i32): void {
  placeTables(TABLES, at, mostParties(ports));
}

/** The player's next frame becomes the voice of its party. */
function play(meeting: Meeting, mix: i32): void {
  const party = playerParty(meeting);
  const player = playerRing(mix);
  const waits = meeting.playing && filled(player) > 0;
  setGains(party, waits ? UNITY : 0, 0);
  if (!meeting.playing) return;
  if (waits) readFrame(player, party.voice);
  if (filled(player)) return;
  meeting.playing = false;
  if (meeting.playerEnds) happened(MIX_PLAYED, mix, 0);
  meeting.playerEnds = false;
}

/** A channel has the voice of its port, or of all others, and the player. */
function isInChannel(meeting: Meeting, at: usize, port: i32): bool {
  if (at == changetype<usize>(playerParty(meeting))) return true;
  return port == ALL_OTHERS
    ? !isPartyOf(at, meeting.left)
    : isPartyOf(at, port);
}

const SUM = memory.data(640, 16);
const CHANNEL = memory.data(320, 16);

function recordChannel(meeting: Meeting, ring: Ring, port: i32): void {
  clearSum(SUM);
  for (let at = meeting.first; at != 0; at = changetype<Party>(at).next) {
    const party = changetype<Party>(at);
    if (!(party.part & TALKS) || !isInChannel(meeting, at, port)) continue;
    addVoice(SUM, party.voice, voiceGain(party));
  }
  clipSum(SUM, CHANNEL);
  write(ring, CHANNEL, FRAME);
}

function recordBoth(meeting: Meeting, mix: i32): void {
  recordChannel(meeting, recorderRing(mix, 0), meeting.left);
  recordChannel(meeting, recorderRing(mix, 1), meeting.right);
}

/** Those who have faded out are no more of the mix. */
function dropLeavers(meeting: Meeting): void {
  meeting.leavers = false;
  for (let at = meeting.first; at != 0; ) {
    const party = changetype<Party>(at);
    at = party.next;
    if (party.leaving && party.part == 0) unlink(party);
  }
}

function isIdle(meeting: Meeting): bool {
  return !meeting.members && !meeting.playing && !meeting.recording;
}

/** Lets the voices of a mix meet; false, and it rests, if there is none. */
export function meet(mix: i32): bool {
  const meeting = meetingAt(mix);
  meeting.awake = !isIdle(meeting);
  if (!meeting.awake) return false;
  play(meeting, mix);
  const stereo = meeting.recording && meeting.channels == 2;
  const mono = meeting.recording && !stereo;
  const recorder = recorderParty(meeting);
  setGains(recorder, 0, mono ? UNITY : 0);
  if (stereo) recordBoth(meeting, mix);
  TABLES.ready = false;
  mixSound(TABLES, meeting.first, FRAME);
  if (mono) write(recorderRing(mix, 0), recorder.out, FRAME);
  if (meeting.leavers) dropLeavers(meeting);
  return true;
}
