import type { Chance } from "../base/chance.ts";
import type { Cancel, Clock } from "../base/clock.ts";
import type { Milliseconds } from "../base/units.ts";
import { backoff } from "./backoff.ts";
import type { Wire, WireListener } from "./wire.ts";

export interface LastingWireParts {
  /** Opens the wire once more; rejects when that is not possible now. */
  open(): Promise<Wire>;
  readonly clock: Pick<Clock, "now" | "after">;
  readonly chance: Chance;
  /** After so long without a wire it is given up. */
  readonly patience: Milliseconds;
}

/** So long a wire may be silent before it is asked for a sign of life. */
const QUIET = 20_000 as Milliseconds;
/** A node that says nothing for so long then is out of reach. */
const ANSWERS_WITHIN = 10_000 as Milliseconds;
/** A node that takes longer to let us in is tried again. */
const OPENS_WITHIN = 10_000 as Milliseconds;
/** Any reply is a sign of life; nobody waits for one with this id. */
const PING = JSON.stringify({
  jsonrpc: "2.0",
  id: "ping",
  method: "sys.call.exists",
  params: { res_id: "ping" },
});

/** A wire that is opened again when it breaks, with growing patience. */
export class LastingWire implements Wire {
  readonly #parts: LastingWireParts;
  #wire: Wire | null = null;
  #listener: WireListener | null = null;
  #attempt = 0;
  #brokenSince = 0;
  #lastHeard = 0;
  #closed = false;
  /** The next attempt, or the next look whether the node is there. */
  #cancel: Cancel = () => {};

  constructor(wire: Wire, parts: LastingWireParts) {
    this.#parts = parts;
    this.#take(wire);
  }

  send(text: string): void {
    this.#wire?.send(text);
  }

  listen(listener: WireListener): void {
    this.#listener = listener;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#cancel();
    if (this.#wire) this.#wire.close();
    else this.#listener?.closed("closed");
  }

  #take(wire: Wire): void {
    this.#wire = wire;
    wire.listen({
      text: (text) => {
        if (this.#wire !== wire) return;
        this.#attempt = 0;
        this.#lastHeard = this.#parts.clock.now();
        this.#listener?.text(text);
      },
      closed: (reason) => this.#broken(wire, reason),
    });
    this.#lastHeard = this.#parts.clock.now();
    this.#watch(wire);
  }

  /** A network that was pulled out says nothing, not even that. */
  #watch(wire: Wire): void {
    const quiet = this.#parts.clock.now() - this.#lastHeard;
    if (quiet < QUIET) {
      const left = QUIET - quiet as Milliseconds;
      return this.#after(left, () => this.#watch(wire));
    }
    wire.send(PING);
    const before = this.#lastHeard;
    this.#after(ANSWERS_WITHIN, () => {
      if (this.#lastHeard !== before) return this.#watch(wire);
      this.#broken(wire, "no sign of life");
      wire.close();
    });
  }

  #broken(wire: Wire, reason: string): void {
    if (this.#wire !== wire) return;
    this.#wire = null;
    if (this.#closed) return this.#listener?.closed(reason);
    this.#brokenSince = this.#parts.clock.now();
    // Before anybody is told: whoever is may throw.
    this.#retry();
    this.#listener?.broken?.(reason);
  }

  #retry(): void {
    const { clock, chance, patience } = this.#parts;
    if (this.#closed) return;
    if (clock.now() - this.#brokenSince < patience) {
      const delay = backoff(this.#attempt++, chance);
      return this.#after(delay, () => void this.#open());
    }
    this.#closed = true;
    this.#listener?.closed("out of reach");
  }

  /** A network that swallows everything does not even refuse. */
  async #open(): Promise<void> {
    let late = false;
    this.#after(OPENS_WITHIN, () => {
      late = true;
      this.#retry();
    });
    const wire = await this.#parts.open().catch(() => null);
    if (late || this.#closed) return wire?.close();
    if (!wire) return this.#retry();
    this.#take(wire);
    this.#listener?.resumed?.();
  }

  #after(delay: Milliseconds, work: () => void): void {
    this.#cancel();
    this.#cancel = this.#parts.clock.after(delay, work);
  }
}
