const ENCODER = new TextEncoder();
const DECODER = new TextDecoder();
const COLON = 0x3a;

/** Commands to a baresip that runs, and its events (module `ctrl_tcp`). */
export class BaresipControl {
  readonly #connection: Deno.TcpConn;
  readonly #closed: Promise<void>;
  /** Keys that it was sent, as it heard them. */
  keys = "";
  #hasSound = false;
  #waiting: (() => void)[] = [];

  private constructor(connection: Deno.TcpConn) {
    this.#connection = connection;
    this.#closed = this.#listen();
  }

  /** Connects once baresip listens. */
  static async connect(port: number): Promise<BaresipControl> {
    for (;;) {
      try {
        return new BaresipControl(await Deno.connect({ port }));
      } catch (error) {
        if (!(error instanceof Deno.errors.ConnectionRefused)) throw error;
      }
    }
  }

  /** Presses one key, as an RFC 4733 event. */
  async press(key: string): Promise<void> {
    await this.command("sndcode", key);
  }

  /** A command of its menu. */
  async command(command: string, params?: string): Promise<void> {
    const json = JSON.stringify({ command, params });
    await this.#connection.write(ENCODER.encode(`${json.length}:${json},`));
  }

  /** Resolves when its call has RTP. */
  async hasSound(): Promise<void> {
    while (!this.#hasSound) await this.#event();
  }

  /** Resolves when so many keys were heard. */
  async heard(count: number): Promise<string> {
    while (this.keys.length < count) await this.#event();
    return this.keys;
  }

  async close(): Promise<void> {
    this.#connection.close();
    await this.#closed;
  }

  #event(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async #listen(): Promise<void> {
    let left = new Uint8Array();
    try {
      for await (const chunk of this.#connection.readable) {
        left = this.#take(new Uint8Array([...left, ...chunk]));
      }
    } catch {
      // Closed, by either side.
    }
  }

  /** Netstrings: a length, a colon, so many bytes, a comma. */
  #take(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
    const colon = bytes.indexOf(COLON);
    if (colon < 0) return bytes;
    const end = colon + 1 + Number(DECODER.decode(bytes.subarray(0, colon)));
    if (bytes.length <= end) return bytes;
    this.#hear(JSON.parse(DECODER.decode(bytes.subarray(colon + 1, end))));
    return this.#take(bytes.slice(end + 1));
  }

  #hear({ type, param }: { type?: string; param?: string }): void {
    if (type === "CALL_RTPESTAB") this.#hasSound = true;
    if (type === "CALL_DTMF_START") this.keys += param;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
