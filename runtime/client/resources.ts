import type { NodeEvent } from "./event.ts";
import type { Remote } from "./remote.ts";

interface Known {
  readonly remote: Remote;
  /** What the application has in its hands. */
  readonly handle: object;
}

/** What a client knows of the resources of its node. */
export class Resources {
  readonly #known = new Map<string, Known>();
  /** Events of what is not known yet, while something is being made. */
  #early: NodeEvent[] = [];
  #making = 0;

  get handles(): readonly object[] {
    return [...this.#known.values()].map(({ handle }) => handle);
  }

  get remotes(): readonly Remote[] {
    return [...this.#known.values()].map(({ remote }) => remote);
  }

  /** Whether there is anything whose events would be missed. */
  get isEmpty(): boolean {
    return this.#known.size === 0 && this.#making === 0;
  }

  find(resId: string): object | undefined {
    return this.#known.get(resId)?.handle;
  }

  /**
   * Something is being made until the returned function is called: its events
   * may overtake the reply that says its name.
   */
  making(): () => void {
    this.#making++;
    return () => {
      if (--this.#making === 0) this.#early = [];
    };
  }

  add<Handle extends object>(remote: Remote, handle: Handle): Handle {
    this.#known.set(remote.resId, { remote, handle });
    const early = this.#early.filter(({ resId }) => resId === remote.resId);
    for (const event of early) this.take(event);
    return handle;
  }

  take(event: NodeEvent): void {
    const remote = this.#known.get(event.resId)?.remote;
    if (!remote) {
      if (this.#making > 0) this.#early.push(event);
      return;
    }
    remote.take(event);
    if (remote.ended) this.#known.delete(event.resId);
  }

  /** It is not there any more, and its end was not told. */
  vanished(remote: Remote, reason: string): void {
    if (this.#known.get(remote.resId)?.remote !== remote) return;
    this.#known.delete(remote.resId);
    remote.end(reason);
  }

  /** Nothing more will be heard of any. */
  loseAll(error: Error): void {
    for (const remote of this.remotes) remote.lose(error);
    this.#known.clear();
  }
}
