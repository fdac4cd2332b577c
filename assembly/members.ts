/**
 * Ports as parties of mixes. A port is in one mix at most, but has two parties:
 * the one of the mix that it left fades out while the other one fades in. A port
 * that is closed leaves its last frame behind, which fades out without it.
 */
import { NO_MIX, link, meetingAt, unlink } from "./meeting";
import { PARTY_BYTES, Party, aimGains, deafen, resetParty } from "./mix/party";
import { Port, heardOf, keysOf, playerOf, spokenOf } from "./port";
import { FRAME_BYTES, addSound } from "./sound";
import { filled } from "./ring";
import { isBusy } from "./keys_out";

let parties: usize = 0;
/** Of each port: what is heard of it when it has been closed. */
let farewells: usize = 0;

export function partiesBytes(ports: i32): usize {
  return <usize>ports * (2 * PARTY_BYTES + FRAME_BYTES);
}

function partyOf(index: i32, which: i32): Party {
  const at = parties + <usize>(2 * index + which) * PARTY_BYTES;
  return changetype<Party>(at);
}

function currentOf(port: Port, index: i32): Party {
  return partyOf(index, port.party);
}

/** True for both parties of a port. */
export function isPartyOf(party: usize, index: i32): bool {
  const first = changetype<usize>(partyOf(index, 0));
  return party == first || party == first + PARTY_BYTES;
}

export function initParties(at: usize, ports: i32): void {
  parties = at;
  farewells = at + <usize>ports * 2 * PARTY_BYTES;
  for (let index = 0; index < ports; index++) {
    partyOf(index, 0).mix = NO_MIX;
    partyOf(index, 1).mix = NO_MIX;
  }
}

/** Its last frame backwards: that goes on where the port ended. */
function farewellOf(port: Port, index: i32): usize {
  const farewell = farewells + <usize>index * FRAME_BYTES;
  const last = heardOf(port) + FRAME_BYTES - 2;
  for (let n: usize = 0; n < FRAME_BYTES; n += 2) {
    store<i16>(farewell + n, load<i16>(last - n));
  }
  return farewell;
}

/** The parties of a port that goes hear no more, and fade out. */
export function depart(port: Port, index: i32): void {
  const farewell = farewellOf(port, index);
  for (let which = 0; which < 2; which++) {
    const party = partyOf(index, which);
    if (party.mix == NO_MIX) continue;
    party.voice = farewell;
    deafen(party);
    dismiss(party);
  }
}

/** Makes a port's party anew, cut off the mix it may be in. */
function renew(port: Port, index: i32, which: i32): void {
  const party = partyOf(index, which);
  if (party.mix != NO_MIX) unlink(party);
  const out = spokenOf(port) + <usize>which * FRAME_BYTES;
  resetParty(party, heardOf(port), out);
}

/** The parties of a port that has just come. */
export function enter(port: Port, index: i32): void {
  const departs = partyOf(index, 0).mix != NO_MIX;
  port.party = i32(departs && partyOf(index, 1).mix == NO_MIX);
  renew(port, index, port.party);
  if (partyOf(index, port.party ^ 1).mix == NO_MIX) {
    renew(port, index, port.party ^ 1);
  }
}

/** Lets a party fade out; one that was not heard yet is gone at once. */
export function dismiss(party: Party): void {
  aimGains(party, 0, 0);
  party.leaving = true;
  if (party.part == 0) unlink(party);
  else meetingAt(party.mix).leavers = true;
}

export function leave(port: Port, index: i32): void {
  const party = currentOf(port, index);
  if (party.mix != NO_MIX) dismiss(party);
}

/** Makes the current party one of this mix. */
function move(port: Port, index: i32, mix: i32): void {
  leave(port, index);
  const other = partyOf(index, port.party ^ 1);
  const fades = currentOf(port, index).mix != NO_MIX;
  const returns = other.mix == mix && other.voice == heardOf(port);
  if (fades || returns) port.party ^= 1;
  if (returns) return;
  renew(port, index, port.party);
  link(currentOf(port, index), mix);
  port.meets = true;
}

/** Puts a port into a mix, or changes its gains there. */
export function join(
  port: Port,
  index: i32,
  mix: i32,
  voice: i32,
  ear: i32,
): void {
  if (currentOf(port, index).mix != mix) move(port, index, mix);
  currentOf(port, index).leaving = false;
  port.talks = voice;
  port.listens = ear;
}

/** True while one of its parties is in a mix. */
function isMember(index: i32): bool {
  return partyOf(index, 0).mix != NO_MIX || partyOf(index, 1).mix != NO_MIX;
}

/** Aims its gains: the ear hears nothing while the port says something of its own. */
export function attend(port: Port, index: i32): void {
  port.meets = port.meets && isMember(index);
  if (!port.meets) return;
  const party = currentOf(port, index);
  if (party.mix == NO_MIX || party.leaving) return;
  const speaks = isBusy(keysOf(port)) || filled(playerOf(port)) > 0;
  aimGains(party, port.talks, speaks ? 0 : port.listens);
}

/** Leaves what is heard of mixes in the first party's frame; false for none. */
export function takeHeard(index: i32): bool {
  const one = partyOf(index, 0);
  const two = partyOf(index, 1);
  if (two.heard) {
    if (one.heard) addSound(one.out, two.out);
    else memory.copy(one.out, two.out, FRAME_BYTES);
  }
  const heard = one.heard || two.heard;
  one.heard = false;
  two.heard = false;
  return heard;
}
