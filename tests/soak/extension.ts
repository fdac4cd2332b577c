import { Call, type Exchange } from "./call.ts";

/** A port rests between calls for up to this many ticks: 190 s. */
const REST = 9500;
/** All ports have their first call within a second. */
const START = 50;

/** A port on which one call follows the other. */
export class Extension {
  readonly #exchange: Exchange;
  readonly #port: number;
  #call: Call | null = null;
  #rest: number;

  constructor(exchange: Exchange, port: number) {
    this.#exchange = exchange;
    this.#port = port;
    this.#rest = exchange.chance.integer(START);
  }

  tick(): void {
    if (this.#call) {
      if (!this.#call.tick()) this.hangUp();
    } else if (--this.#rest < 0) {
      this.#call = new Call(this.#exchange, this.#port);
    }
  }

  hangUp(): void {
    this.#call?.close();
    this.#call = null;
    this.#rest = this.#exchange.chance.integer(REST);
  }
}
