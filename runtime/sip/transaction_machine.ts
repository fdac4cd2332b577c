import type { Clock } from "../base/clock.ts";
import type { Machine } from "./running.ts";
import type { TimerName } from "./timers.ts";
import { TransactionTimers } from "./transaction_timers.ts";
import type { Hop } from "./transport.ts";

/** What every transaction is made of. */
export interface TransactionParts {
  readonly clock: Clock;
  /** Where its messages go. */
  readonly hop: Hop;
  /** The transaction is over. */
  readonly terminated: () => void;
}

/** A transaction's table with its timers, until the table says it is over. */
export class TransactionMachine<Input extends string> {
  readonly timers: TransactionTimers;
  readonly #machine: Machine<Input | TimerName>;
  readonly #terminated: () => void;

  constructor(
    { clock, hop, terminated }: TransactionParts,
    machine: Machine<Input | TimerName>,
  ) {
    const { reliable } = hop.transport;
    this.#terminated = terminated;
    this.#machine = machine;
    this.timers = new TransactionTimers(clock, reliable, (timer) => {
      this.input(timer);
    });
  }

  input(input: Input | TimerName): void {
    this.#machine.input(input);
    if (this.#machine.state !== "terminated") return;
    this.timers.stop();
    this.#terminated();
  }

  /** Ends it without a word. */
  close(): void {
    this.timers.stop();
  }
}
