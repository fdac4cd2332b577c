/** The blocks that were heard last, and what the careful look takes of them. */
import { BLOCK_BYTES } from "./screen";
import { STEP, STEPS, energies, phasors } from "./phasors";

/** Blocks that are kept: 80 ms, twice the shortest key. */
export const KEPT: u32 = 8;
/** Before the sound of a block stand its number and the two samples before. */
const HEAD_BYTES: usize = 16;
const SLOT_BYTES: usize = HEAD_BYTES + BLOCK_BYTES;
export const HISTORY_BYTES: usize = <usize>KEPT * SLOT_BYTES;

/** Of up to 40 steps: phasors, energies, which of all steps it is, the sound. */
const PHASORS = memory.data(640, 16);
const ENERGIES = memory.data(160, 16);
const NUMBERS = memory.data(160, 16);
const SOUNDS = memory.data(160, 16);

/** Where the sound of the block that is heard as number `heard` lies. */
export function slotOf(history: usize, heard: u32): usize {
  return history + <usize>(heard % KEPT) * SLOT_BYTES + HEAD_BYTES;
}

/** Completes what was heard: `count` blocks of sound lay before it. */
export function label(history: usize, heard: u32, count: u32): void {
  const slot = slotOf(history, heard);
  const before = slotOf(history, heard - 1);
  store<u32>(slot - HEAD_BYTES, count);
  store<u32>(slot - 4, load<u32>(before + BLOCK_BYTES - 4));
}

export function phasorAt(step: i32): usize {
  return PHASORS + ((<usize>step) << 4);
}

export function energyAt(step: i32): usize {
  return ENERGIES + ((<usize>step) << 2);
}

/** Which step of all sound it is; where blocks were not heard some miss. */
export function numberOf(step: i32): i32 {
  return load<i32>(NUMBERS + ((<usize>step) << 2));
}

/** Where the 16 samples of a step lie. */
export function soundAt(step: i32): usize {
  return load<usize>(SOUNDS + ((<usize>step) << 2));
}

function gatherBlock(slot: usize, low: i32, high: i32, step: i32): void {
  const count = load<u32>(slot - HEAD_BYTES);
  phasors(slot, low, high, count, phasorAt(step));
  energies(slot, energyAt(step));
  for (let n = 0; n < STEPS; n++) {
    const at = (<usize>(step + n)) << 2;
    store<u32>(NUMBERS + at, count * STEPS + n);
    store<usize>(SOUNDS + at, slot + <usize>(n * STEP * 2));
  }
}

/** Takes the last `blocks` of those heard; gives how many steps they are. */
export function gather(
  history: usize,
  heard: u32,
  blocks: u32,
  low: i32,
  high: i32,
): i32 {
  let step = 0;
  for (let block = heard - blocks; block != heard; block++, step += STEPS) {
    gatherBlock(slotOf(history, block), low, high, step);
  }
  return step;
}
