import type { MixPart } from "../core/gain.ts";
import type { MediaMix, MediaPort } from "./media.ts";
import type { MixId, ToMedia } from "./messages.ts";

/** A mix of the media thread as the control thread holds it. */
export class RemoteMix implements MediaMix {
  readonly #id: MixId;
  readonly #order: (message: ToMedia) => void;
  readonly #ended: () => void;
  #closed = false;

  /** @param ended told once, when it is closed */
  constructor(
    id: MixId,
    order: (message: ToMedia) => void,
    ended: () => void,
  ) {
    this.#id = id;
    this.#order = order;
    this.#ended = ended;
  }

  join(port: MediaPort, part: MixPart = {}): void {
    this.#tell({ type: "joinMix", mix: this.#id, port: port.id, part });
  }

  leave(port: MediaPort): void {
    this.#tell({ type: "leaveMix", mix: this.#id, port: port.id });
  }

  close(): void {
    if (this.#closed) return;
    this.#tell({ type: "closeMix", mix: this.#id });
    this.#closed = true;
    this.#ended();
  }

  #tell(message: ToMedia): void {
    if (!this.#closed) this.#order(message);
  }
}
