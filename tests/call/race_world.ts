import { type Chance, SeededChance } from "../../runtime/base/chance.ts";
import type { Call } from "../../runtime/call/call.ts";
import type { Conference } from "../../runtime/conf/conference.ts";
import type { FakeSession } from "../support/fake_session.ts";
import { Ledger } from "./ledger.ts";
import { Rig } from "./rig.ts";

/** One world in which everything happens by chance. */
export class RaceWorld {
  readonly chance: Chance;
  readonly rig: Rig;
  readonly ledger = new Ledger();
  /** What an application does at once when it is told anything. */
  onEvent = () => {};

  constructor(seed: number, maxCalls = 1000) {
    this.chance = new SeededChance(seed);
    this.rig = new Rig({ maxCalls, idleSeconds: this.oneOf([0, 1, 3, 30]) });
    this.rig.onEvent = (event) => {
      if (event.type === "incoming") this.ledger.open(event.resId);
      this.onEvent();
    };
  }

  oneOf<T>(choices: readonly T[]): T {
    return choices[this.chance.integer(choices.length)];
  }

  get session(): FakeSession | undefined {
    return this.oneOf(this.rig.sessions);
  }

  get call(): Call | undefined {
    return this.rig.calls.find(this.#resId);
  }

  get conference(): Conference | undefined {
    return this.rig.conferences.find(this.#resId);
  }

  /** Where work of other threads may have to wait. */
  get gates() {
    const { sound, media } = this.rig;
    return [media.opening, sound.loading, sound.creating, sound.disk];
  }

  /** Lets a little of what waits neither for time nor for a gate happen. */
  async turn(): Promise<void> {
    for (let turn = this.chance.integer(4); turn > 0; turn--) await null;
  }

  /** Everything ends: gives how many calls and conferences there were. */
  async end(place: string): Promise<number> {
    const { rig } = this;
    for (const gate of this.gates) gate.open();
    await Promise.all([rig.calls.close(), rig.conferences.close()]);
    await rig.assertAtRest();
    return this.ledger.check(rig, place);
  }

  /** Of a call or a conference that is there or was; often the wrong one. */
  get #resId(): string {
    return this.oneOf(this.ledger.resIds) ?? "";
  }
}

/** How often each event was told, with its error if it has one. */
export class Tellings {
  readonly #counts = new Map<string, number>();

  add({ events }: Rig): void {
    for (const event of events) {
      const what = "error" in event
        ? `${event.type} ${event.error}`
        : event.type;
      this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1);
    }
  }

  /** Those of these that were not told so often. */
  seldom(wanted: readonly string[], least: number): string[] {
    const count = (what: string) => this.#counts.get(what) ?? 0;
    return wanted.filter((what) => count(what) < least)
      .map((what) => `${what}: ${count(what)}`);
  }
}
