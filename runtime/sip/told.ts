import type { SessionEnd, SessionListener } from "./session.ts";

/**
 * The listener of a session, which may come after the news: an end that was
 * missed is told to it at once.
 */
export class Told {
  #listener: SessionListener | null = null;
  #end: SessionEnd | null = null;

  get listener(): SessionListener | null {
    return this.#listener;
  }

  listen(listener: SessionListener): void {
    this.#listener = listener;
    if (this.#end) listener.ended(this.#end);
  }

  ended(end: SessionEnd): void {
    this.#end = end;
    this.#listener?.ended(end);
  }
}
