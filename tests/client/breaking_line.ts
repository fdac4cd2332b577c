import { SeededChance } from "../../runtime/base/chance.ts";
import { HandClock } from "../../runtime/base/hand_clock.ts";
import { milliseconds } from "../../runtime/base/units.ts";
import { Client, type Wire } from "../../runtime/client/mod.ts";
import { LastingWire } from "../../runtime/client/lasting_wire.ts";
import { FakeNode } from "./fake_node.ts";

/** How exactly time passes, ms. */
export const STEP = 20;

/** Lets everything happen that does not wait for time. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await null;
}

/** A client on a line that a test breaks, on hand-wound time. */
export class BreakingLine {
  readonly clock = new HandClock();
  /** After which event each new connection asked to go on. */
  readonly resumed: (number | null)[] = [];
  /** When somebody tried to open the line again, ms after it broke. */
  readonly attempts: number[] = [];
  /** Whether whoever tries to open the line hears nothing at all. */
  swallowed = false;
  /** How often the node is still out of reach. */
  outOfReach = 0;
  /** The node's end of the connection that there is now. */
  node = new FakeNode();
  readonly client: Client;
  #brokenAt = 0;
  #keys = 0;

  constructor(patience = Infinity) {
    const wire = new LastingWire(this.node.wire, {
      open: () => this.#open(),
      clock: this.clock,
      chance: new SeededChance(1),
      patience: milliseconds(patience),
    });
    const newKey = () => `key ${++this.#keys}`;
    this.client = new Client(wire, { clock: this.clock, newKey });
  }

  /** The connection ends, and both know. */
  async break(): Promise<void> {
    this.#brokenAt = this.clock.now();
    this.node.close();
    await settle();
  }

  /** Lets so much time pass, with all that it sets off. */
  async pass(span: number): Promise<void> {
    for (let left = span; left > 0; left -= STEP) {
      this.clock.wind(Math.min(left, STEP));
      await settle();
    }
  }

  /** The connection breaks and is opened again. */
  async renew(): Promise<void> {
    await this.break();
    await this.pass(400);
  }

  #open(): Promise<Wire> {
    this.attempts.push(this.clock.now() - this.#brokenAt);
    if (this.swallowed) return new Promise<Wire>(() => {});
    if (this.outOfReach-- > 0) return Promise.reject(new Error("refused"));
    this.resumed.push(this.client.resumesAfter);
    this.node = new FakeNode();
    return Promise.resolve(this.node.wire);
  }
}
