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
  /**
   * For everything that is being made, the longest under way first, the events
   * of what is not known yet since then.
   */
  readonly #early = new Set<NodeEvent[]>();

  get handles(): readonly object[] {
    return [...this.#known.values()].map(({ handle }) => handle);
  }

  get remotes(): readonly Remote[] {
    return [...this.#known.values()].map(({ remote }) => remote);
  }

  /** Whether there is anything whose events would be missed. */
  get isEmpty(): boolean {
    return this.#known.size === 0 && this.#early.size === 0;
  }

  find(resId: string): object | undefined {
    return this.#known.get(resId)?.handle;
  }

  /**
   * Something is being made until the returned function is called: its events
   * may overtake the reply that says its name.
   */
  making(): () => void {
    const early: NodeEvent[] = [];
    this.#early.add(early);
    return () => void this.#early.delete(early);
  }

  add<Handle extends object>(remote: Remote, handle: Handle): Handle {
    this.#known.set(remote.resId, { remote, handle });
    const [early = []] = this.#early;
    const own = early.filter(({ resId }) => resId === remote.resId);
    for (const event of own) this.take(event);
    return handle;
  }

  take(event: NodeEvent): void {
    const remote = this.#known.get(event.resId)?.remote;
    if (!remote) {
      for (const early of this.#early) early.push(event);
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
