/** What the host is told after a tick: a list of small records that it drains. */

export const KEY_BY_TONE: i32 = 1;
export const KEY_BY_EVENT: i32 = 2;
export const PLAYED: i32 = 3;
export const KEYS_SENT: i32 = 4;
/** What happened at a mix: its number stands where a port's does. */
export const MIX_PLAYED: i32 = 5;
export const KEY_ENDED: i32 = 6;

/**
 * One record: what happened, at which port, and where there is one the key; of
 * a tone when it began and how long it was, in samples.
 */
const RECORD_BYTES: usize = 20;
/** A port has at most a few at once: keys of packets that came in one burst. */
export const RECORDS_PER_PORT: i32 = 8;

let list: usize = 0;
let count: i32 = 0;
let limit: i32 = 0;

/** A mix has only one thing to tell. */
function recordsOf(ports: i32, mixes: i32): i32 {
  return ports * RECORDS_PER_PORT + mixes;
}

export function eventBytes(ports: i32, mixes: i32): usize {
  return <usize>recordsOf(ports, mixes) * RECORD_BYTES;
}

export function initEvents(at: usize, ports: i32, mixes: i32): void {
  list = at;
  limit = recordsOf(ports, mixes);
  count = 0;
}

/** Adds a record; a host that does not drain the list loses the newest. */
export function happened(
  what: i32,
  port: i32,
  key: i32,
  start: u32 = 0,
  length: u32 = 0,
): void {
  if (count == limit) return;
  const record = list + <usize>count * RECORD_BYTES;
  count++;
  store<i32>(record, what);
  store<i32>(record, port, 4);
  store<i32>(record, key, 8);
  store<u32>(record, start, 12);
  store<u32>(record, length, 16);
}

/** Takes back what a port told that is closed, or a mix. */
export function forgetEvents(index: i32, ofMix: bool): void {
  const end = list + <usize>count * RECORD_BYTES;
  count = 0;
  for (let record = list; record < end; record += RECORD_BYTES) {
    const mixes = load<i32>(record) == MIX_PLAYED;
    if (load<i32>(record, 4) == index && mixes == ofMix) continue;
    memory.copy(list + <usize>count * RECORD_BYTES, record, RECORD_BYTES);
    count++;
  }
}

export function eventList(): usize {
  return list;
}

/** How many records wait; they are taken to be read by this. */
export function drainEvents(): i32 {
  const waiting = count;
  count = 0;
  return waiting;
}
