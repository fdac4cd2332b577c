import type { Wire, WireListener } from "./wire.ts";

/** One end of a connection inside this process. */
class WireEnd implements Wire {
  #listener: WireListener | null = null;
  #other: WireEnd | null = null;

  join(other: WireEnd): void {
    this.#other = other;
  }

  listen(listener: WireListener): void {
    this.#listener = listener;
  }

  send(text: string): void {
    const other = this.#other;
    if (other) queueMicrotask(() => other.#listener?.text(text));
  }

  close(): void {
    const other = this.#other;
    this.#other = null;
    if (!other) return;
    queueMicrotask(() => {
      other.close();
      this.#listener?.closed("closed");
    });
  }
}

/**
 * The two ends of a connection without a network: what goes into one comes out
 * of the other, in order and never before the sender has returned.
 */
export function wirePair(): [Wire, Wire] {
  const [left, right] = [new WireEnd(), new WireEnd()];
  left.join(right);
  right.join(left);
  return [left, right];
}
