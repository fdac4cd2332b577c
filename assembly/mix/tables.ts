/** Who talks, who does both and who only listens, as lists of addresses. */
import { LISTENS, Party, TALKS, WEIGHED } from "./party";

export class Tables {
  talkers: usize;
  talking: i32;
  /** Pairs: the own voice, and where goes what is heard. */
  both: usize;
  talkingToo: i32;
  listeners: usize;
  listening: i32;
  /** They are as the parties are, and no gain is to be applied. */
  ready: bool;
  /** Strips that are still taken for loud since something was cut off. */
  loud: i32;
}

export const TABLES_BYTES: usize = 32;
export const ENTRY: usize = 4;
export const PAIR: usize = 8;
/** What the lists need for each party. */
export const ENTRIES_BYTES: usize = 2 * ENTRY + PAIR;

/** Puts the lists of at most so many parties at an address. */
export function placeTables(tables: Tables, at: usize, parties: i32): void {
  tables.talkers = at;
  tables.listeners = at + <usize>parties * ENTRY;
  tables.both = at + <usize>parties * 2 * ENTRY;
  tables.ready = false;
  tables.loud = 0;
}

function add(tables: Tables, party: Party): void {
  const part = party.part;
  const talks = (part & TALKS) != 0;
  const listens = (part & LISTENS) != 0;
  const talker = tables.talkers + <usize>tables.talking * ENTRY;
  store<usize>(talker, party.voice);
  tables.talking += i32(talks);
  const pair = tables.both + <usize>tables.talkingToo * PAIR;
  store<usize>(pair, party.voice);
  store<usize>(pair, party.out, ENTRY);
  tables.talkingToo += i32(talks && listens);
  const listener = tables.listeners + <usize>tables.listening * ENTRY;
  store<usize>(listener, party.out);
  tables.listening += i32(listens && !talks);
  party.heard = listens;
}

/** Lists the parties from `first` on; ready when no more than `most` talk. */
export function gather(tables: Tables, first: usize, most: i32): void {
  let parts = 0;
  tables.talking = 0;
  tables.talkingToo = 0;
  tables.listening = 0;
  for (let at = first; at != 0; at = changetype<Party>(at).next) {
    add(tables, changetype<Party>(at));
    parts |= changetype<Party>(at).part;
  }
  tables.ready = !(parts & WEIGHED) && tables.talking <= most;
}
