/** A way to a TCP server that a test can silence and cut. */
export class CuttingProxy {
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #open = new Set<Deno.TcpConn>();
  readonly #ways: [near: Deno.TcpConn, far: Deno.TcpConn][] = [];
  readonly #abandoned = new Set<Deno.TcpConn>();
  readonly #target: Deno.ConnectOptions;
  readonly #done: Promise<void>;
  /** What the server sends is lost from now on, until the way is cut. */
  silenced = false;

  constructor(http: string) {
    const { hostname, port } = new URL(http);
    this.#target = { hostname, port: Number(port) };
    this.#done = this.#serve();
  }

  /** Where to go in the place of the server. */
  get http(): string {
    const { hostname, port } = this.#listener.addr as Deno.NetAddr;
    return `http://${hostname}:${port}`;
  }

  /** Ends all that goes through; what comes next is a new way. */
  cut(): void {
    for (const end of this.#open) end.close();
    this.#open.clear();
    this.#ways.length = 0;
    this.silenced = false;
  }

  /** The same, but the server does not hear of it: its side stays as it is. */
  abandon(): void {
    for (const [near, far] of this.#ways) {
      this.#abandoned.add(far);
      near.close();
      this.#open.delete(near);
    }
    this.#ways.length = 0;
    this.silenced = false;
  }

  async close(): Promise<void> {
    this.#listener.close();
    this.cut();
    await this.#done;
  }

  async #serve(): Promise<void> {
    const ways: Promise<unknown>[] = [];
    for await (const near of this.#listener) ways.push(this.#join(near));
    await Promise.all(ways);
  }

  async #join(near: Deno.TcpConn): Promise<void> {
    const far = await Deno.connect(this.#target);
    this.#open.add(near).add(far);
    this.#ways.push([near, far]);
    const up = this.#carry(near, far, () => false);
    await Promise.all([up, this.#carry(far, near, () => this.silenced)]);
  }

  async #carry(
    from: Deno.TcpConn,
    to: Deno.TcpConn,
    isLost: () => boolean,
  ): Promise<void> {
    const bytes = new Uint8Array(65_536);
    try {
      for (;;) {
        const count = await from.read(bytes);
        if (count === null) break;
        if (!isLost()) await to.write(bytes.subarray(0, count));
      }
    } catch {
      // The way was cut.
    }
    if (this.#abandoned.has(to)) return;
    for (const end of [from, to]) {
      if (this.#open.delete(end)) end.close();
    }
  }
}
