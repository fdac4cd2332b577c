import assert from "node:assert/strict";
import { CtiError } from "../../runtime/base/fault.ts";
import type { Rig } from "./rig.ts";

const RELEASED = /^(?:released|conferenceReleased)$/;

/**
 * What has to be told of each call and conference in the end: one completed
 * event for each action that was not refused, and one release.
 */
export class Ledger {
  readonly #begun = new Map<string, number>();

  /** The calls and conferences that there are, or were. */
  get resIds(): string[] {
    return [...this.#begun.keys()];
  }

  /** There is one, of which so many actions are under way. */
  open(resId: string, actions = 0): void {
    this.#begun.set(resId, actions);
  }

  /** Does it; false when it was refused, which only a CtiError may do. */
  attempt(work: () => void): boolean {
    try {
      work();
      return true;
    } catch (error) {
      this.refused(error);
      return false;
    }
  }

  refused(error: unknown): void {
    assert.ok(error instanceof CtiError, String(error));
  }

  /** Begins an action; of one that was refused nothing is told. */
  begin(resId: string, work: () => void): boolean {
    // Counted first: it may be over, and told, before the command returns.
    this.#add(resId, 1);
    const begun = this.attempt(work);
    if (!begun) this.#add(resId, -1);
    return begun;
  }

  /** All are over: gives how many there were. */
  check(rig: Rig, place: string): number {
    for (const [resId, actions] of this.#begun) {
      const told = rig.told(resId);
      const where = `${place}, ${resId}: ${told}`;
      const completed = told.filter((type) => type.endsWith("Completed"));
      const released = told.filter((type) => RELEASED.test(type));
      assert.equal(released.length, 1, where);
      assert.equal(completed.length, actions, where);
    }
    return this.#begun.size;
  }

  #add(resId: string, actions: number): void {
    this.#begun.set(resId, (this.#begun.get(resId) ?? 0) + actions);
  }
}
