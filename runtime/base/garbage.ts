import v8 from "node:v8";
import vm from "node:vm";

/**
 * Has V8 collect all garbage of this thread, which it does by itself only where
 * memory is short. The thread stands still for some 10 ms meanwhile.
 */
export function collectGarbage(): void {
  // V8 shows its `gc` to contexts that are made after the flag is set.
  v8.setFlagsFromString("--expose-gc");
  vm.runInNewContext("gc")();
}
