import type { Written } from "../sound/file_recording.ts";
import type { Action, KeyOrigin } from "./action.ts";
import { Bridge, type BridgeOptions } from "./bridge.ts";
import type { Connected } from "./connected.ts";
import type { Stage } from "./stage.ts";

const FAILED = "bridge error";
const HUNG_UP = "hungup when bridge";

/**
 * `connect_start`, on the call that begins it. Whatever ends it first says why;
 * the second party is free at once, the end is told when the recording, if
 * there is one, is complete on disk.
 */
export class Connect implements Action {
  readonly #stage: Stage;
  readonly #second: Connected;
  readonly #options: BridgeOptions;
  #bridge: Bridge | null = null;
  #over = false;

  constructor(stage: Stage, second: Connected, options: BridgeOptions) {
    this.#stage = stage;
    this.#second = second;
    this.#options = options;
    second.listen({
      key: (key, origin) => this.#bridge?.key("second", key, origin),
      hungUp: () => this.#end(HUNG_UP),
    });
  }

  start(): void {
    try {
      this.#bridge = new Bridge(
        this.#stage,
        this.#second.port,
        this.#options,
        {
          expired: () => this.#end("bridge timeout"),
          unrecorded: ({ error }) => this.#fail(error),
        },
      );
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Goes on to the other; no key ends a connection. */
  key(key: string, origin: KeyOrigin): void {
    this.#bridge?.key("first", key, origin);
  }

  stop(): void {
    this.#end(null);
  }

  hangUp(): void {
    this.#end(HUNG_UP);
  }

  #fail(error: unknown): void {
    if (this.#over) return;
    this.#stage.log.warn("Two calls cannot be connected", { error });
    this.#end(FAILED);
  }

  #end(error: string | null): void {
    if (this.#over) return;
    this.#over = true;
    const written = this.#bridge?.close() ?? null;
    this.#bridge = null;
    this.#second.leave();
    if (written) written.then((file) => this.#tell(error ?? faultOf(file)));
    else this.#tell(error);
  }

  #tell(error: string | null): void {
    this.#stage.end({ type: "connectCompleted", error });
  }
}

/** A connection went well only if its recording did. */
function faultOf({ error }: Written): string | null {
  return error === null ? null : FAILED;
}
