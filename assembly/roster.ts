/** Whom a tick visits: numbers of ports, or of mixes, in rising order. */
export class Roster {
  count: i32;
  first: usize;
}

export const ROSTER_BYTES: usize = 8;
const ENTRY_BYTES: usize = 4;

export function rosterBytes(most: i32): usize {
  return <usize>most * ENTRY_BYTES;
}

export function emptyRoster(roster: Roster, at: usize): void {
  roster.count = 0;
  roster.first = at;
}

/** The number that stands at a place of the list. */
export function entryAt(roster: Roster, place: i32): i32 {
  return load<i32>(roster.first + <usize>place * ENTRY_BYTES);
}

/** Puts in a number that is not there yet. */
export function enrol(roster: Roster, index: i32): void {
  let at = roster.first + <usize>roster.count * ENTRY_BYTES;
  while (at > roster.first && load<i32>(at - ENTRY_BYTES) > index) {
    store<i32>(at, load<i32>(at - ENTRY_BYTES));
    at -= ENTRY_BYTES;
  }
  store<i32>(at, index);
  roster.count++;
}

/** Takes out a number that is there. */
export function strike(roster: Roster, index: i32): void {
  let place = 0;
  while (entryAt(roster, place) != index) place++;
  const at = roster.first + <usize>place * ENTRY_BYTES;
  roster.count--;
  const behind = rosterBytes(roster.count - place);
  memory.copy(at, at + ENTRY_BYTES, behind);
}
