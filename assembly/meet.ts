/** The second step of a tick: voices meet in mixes. */
import { NO_MIX, Port, heardOf, spokenOf } from "./port";
import { SUM_BYTES, addVoice, clearSum, hearAll, hearOthers } from "./mix/mix";

let sums: usize = 0;

export function mixBytes(mixes: i32): usize {
  return <usize>mixes * SUM_BYTES;
}

export function initMixes(at: usize): void {
  sums = at;
}

function sumOf(mix: i32): usize {
  return sums + <usize>mix * SUM_BYTES;
}

export function clearMix(mix: i32): void {
  clearSum(sumOf(mix));
}

/** A talker's voice goes into its mix. */
export function talk(port: Port): void {
  if (port.mix == NO_MIX || !port.talks) return;
  addVoice(sumOf(port.mix), heardOf(port), port.gain);
}

/** True when the port hears its mix: all of it but its own voice. */
export function listen(port: Port): bool {
  if (port.mix == NO_MIX || !port.listens) return false;
  const sum = sumOf(port.mix);
  const out = spokenOf(port);
  if (port.talks) hearOthers(sum, heardOf(port), port.gain, out);
  else hearAll(sum, out);
  return true;
}
