/** One mix of the engine: who is in it, its own player and its recorder. */
import { PARTY_BYTES, Party, resetParty } from "./mix/party";
import { enrol, strike } from "./roster";
import { mixesIn } from "./phase";
import { RING_BYTES, RING_SAMPLES_BYTES, Ring, placeRing } from "./ring";

export class Meeting {
  /** The list of its parties: those of ports, and behind them its own two. */
  first: usize;
  /** Parties of ports. */
  members: i32;
  /** Some of them are on their way out. */
  leavers: bool;
  /** There is something in the player, or its end is to be told. */
  playing: bool;
  playerEnds: bool;
  recording: bool;
  /** What is recorded: one channel, or two of these ports. */
  channels: i32;
  left: i32;
  right: i32;
  /** The phase of its members; whether it is met in the ticks of that phase. */
  phase: i32;
  awake: bool;
}

/** The `mix` of a party that is in none. */
export const NO_MIX: i32 = -1;
/** The right channel is everybody but the left port. */
export const ALL_OTHERS: i32 = -1;
/** A channel has the player alone. */
const NOBODY: i32 = -2;

/** Its player, as a talker, and its recorder, as a listener. */
const PLAYER_AT: usize = 48;
const RECORDER_AT: usize = PLAYER_AT + PARTY_BYTES;
/** The player's ring, and the recorder's left (or only) and right one. */
const RINGS: i32 = 3;
const RINGS_AT: usize = RECORDER_AT + PARTY_BYTES;
const MEETING_BYTES: usize = RINGS_AT + <usize>RINGS * RING_BYTES;
const SOUND_BYTES: usize = <usize>RINGS * RING_SAMPLES_BYTES;

/** The frames of all players and recorders: a mix is met at a time. */
const PLAYED = memory.data(320, 16);
const RECORDED = memory.data(320, 16);

let meetings: usize = 0;
let count: i32 = 0;

export function meetingBytes(mixes: i32): usize {
  return <usize>mixes * (MEETING_BYTES + SOUND_BYTES);
}

export function meetingAt(mix: i32): Meeting {
  return changetype<Meeting>(meetings + <usize>mix * MEETING_BYTES);
}

export function playerParty(meeting: Meeting): Party {
  return changetype<Party>(changetype<usize>(meeting) + PLAYER_AT);
}

export function recorderParty(meeting: Meeting): Party {
  return changetype<Party>(changetype<usize>(meeting) + RECORDER_AT);
}

function ringOf(mix: i32, ring: i32): Ring {
  const at = changetype<usize>(meetingAt(mix)) + RINGS_AT;
  return changetype<Ring>(at + <usize>ring * RING_BYTES);
}

export function playerRing(mix: i32): Ring {
  return ringOf(mix, 0);
}

/** Where its channel 0 or 1 is recorded. */
export function recorderRing(mix: i32, channel: i32): Ring {
  return ringOf(mix, 1 + channel);
}

function placeRings(mix: i32, sounds: usize): void {
  for (let ring = 0; ring < RINGS; ring++) {
    placeRing(ringOf(mix, ring), sounds + <usize>ring * RING_SAMPLES_BYTES);
  }
}

export function initMeetings(at: usize, mixes: i32): void {
  meetings = at;
  count = mixes;
  const sounds = at + <usize>mixes * MEETING_BYTES;
  for (let mix = 0; mix < mixes; mix++) {
    const meeting = meetingAt(mix);
    const player = playerParty(meeting);
    const recorder = recorderParty(meeting);
    resetParty(player, PLAYED, PLAYED);
    resetParty(recorder, RECORDED, RECORDED);
    player.next = changetype<usize>(recorder);
    recorder.previous = changetype<usize>(player);
    meeting.first = changetype<usize>(player);
    placeRings(mix, sounds + <usize>mix * SOUND_BYTES);
  }
}

/** A port is another one from now on: it is in no channel of the one before. */
export function forgetVoice(port: i32): void {
  for (let mix = 0; mix < count; mix++) {
    const meeting = meetingAt(mix);
    if (meeting.left == port) meeting.left = NOBODY;
    if (meeting.right == port) meeting.right = NOBODY;
  }
}

/** There is something to do: the mix is met from now on. */
export function rouse(mix: i32): void {
  const meeting = meetingAt(mix);
  if (meeting.awake) return;
  meeting.awake = true;
  enrol(mixesIn(meeting.phase), mix);
}

/** Puts a mix without members into a phase. */
export function setPhase(mix: i32, phase: i32): void {
  const meeting = meetingAt(mix);
  if (meeting.awake) strike(mixesIn(meeting.phase), mix);
  meeting.awake = false;
  meeting.phase = phase;
}

/** Puts a party at the head of the list. */
export function link(party: Party, mix: i32): void {
  rouse(mix);
  const meeting = meetingAt(mix);
  party.mix = mix;
  party.leaving = false;
  party.previous = 0;
  party.next = meeting.first;
  changetype<Party>(meeting.first).previous = changetype<usize>(party);
  meeting.first = changetype<usize>(party);
  meeting.members++;
}

export function unlink(party: Party): void {
  const meeting = meetingAt(party.mix);
  changetype<Party>(party.next).previous = party.previous;
  if (party.previous == 0) meeting.first = party.next;
  else changetype<Party>(party.previous).next = party.next;
  party.mix = NO_MIX;
  meeting.members--;
}
