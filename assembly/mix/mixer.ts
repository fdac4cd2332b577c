/**
 * A mix without ports. All of it lies where the host says: its lists, the
 * parties, their voices one behind the other, and what they hear likewise.
 */
import { ENTRIES_BYTES, TABLES_BYTES, Tables, placeTables } from "./tables";
import {
  PARTY_BYTES,
  Party,
  aimGains,
  earGain,
  resetParty,
  setGains,
} from "./party";
import { UNITY } from "./gain";
import { mix } from "./mix";

class Mixer {
  /** The parties' room for sound, in bytes: whole frames. */
  block: usize;
  /** What those hear who do not listen is known to be silence. */
  quiet: bool;
}

/** Behind the mixer's own fields. */
const TABLES_AT: usize = 16;
const PARTIES_AT: usize = TABLES_AT + TABLES_BYTES;

/** A strip of sound is to lie in one line of a processor's cache. */
const LINE: usize = 64;

function tablesOf(mixer: usize): Tables {
  return changetype<Tables>(mixer + TABLES_AT);
}

function partyAt(mixer: usize, party: i32): Party {
  return changetype<Party>(mixer + PARTIES_AT + <usize>party * PARTY_BYTES);
}

/** What lies before the voices. */
export function mixerBytes(parties: i32): usize {
  const end = PARTIES_AT + <usize>parties * (PARTY_BYTES + ENTRIES_BYTES);
  return (end + LINE - 1) & ~(LINE - 1);
}

/** Makes a mixer, at a whole line, of parties that all talk and listen. */
export function mixerInit(mixer: usize, parties: i32, block: usize): void {
  const lists = changetype<usize>(partyAt(mixer, parties));
  const voices = mixer + mixerBytes(parties);
  changetype<Mixer>(mixer).block = block;
  changetype<Mixer>(mixer).quiet = false;
  placeTables(tablesOf(mixer), lists, parties);
  for (let index = 0; index < parties; index++) {
    const party = partyAt(mixer, index);
    const voice = voices + <usize>index * block;
    resetParty(party, voice, voice + <usize>parties * block);
    const next = changetype<usize>(partyAt(mixer, index + 1));
    party.next = index + 1 < parties ? next : 0;
    setGains(party, UNITY, UNITY);
  }
}

/** Sets the gain of a voice and of an ear, at once or by a walk. */
export function mixerSet(
  mixer: usize,
  party: i32,
  voice: i32,
  ear: i32,
  atOnce: bool,
): void {
  tablesOf(mixer).ready = false;
  changetype<Mixer>(mixer).quiet = false;
  if (atOnce) setGains(partyAt(mixer, party), voice, ear);
  else aimGains(partyAt(mixer, party), voice, ear);
}

/** Silence for who does not listen, or will not once the walk is over. */
function quieten(mixer: usize, first: usize): void {
  const block = changetype<Mixer>(mixer).block;
  for (let at = first; at != 0; at = changetype<Party>(at).next) {
    const party = changetype<Party>(at);
    if (earGain(party).to == 0) memory.fill(party.out, 0, block);
  }
}

/** Mixes so many samples of each voice; who does not listen hears silence. */
export function mixerMix(mixer: usize, samples: i32): void {
  const first = changetype<usize>(partyAt(mixer, 0));
  const tables = tablesOf(mixer);
  const fields = changetype<Mixer>(mixer);
  if (!fields.quiet) quieten(mixer, first);
  // A walk that ends in this block may leave some of it behind
  fields.quiet = tables.ready;
  mix(tables, first, samples);
}
