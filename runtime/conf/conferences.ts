import type { Chance } from "../base/chance.ts";
import type { Clock } from "../base/clock.ts";
import { CtiError } from "../base/fault.ts";
import { Identities } from "../base/identities.ts";
import type { Log } from "../base/log.ts";
import { Tally } from "../base/tally.ts";
import type { Media } from "../media/media.ts";
import { checkContent } from "../sound/check_content.ts";
import { recordFormat } from "../sound/record_format.ts";
import type { Sound } from "../sound/sound.ts";
import { Conference, type ConferenceParts } from "./conference.ts";
import type { ConfEvent } from "./events.ts";
import type { ConferenceParameters } from "./parameters.ts";

export interface ConferencesOptions {
  readonly nodeId: string;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  readonly sound: Sound;
  readonly media: Pick<Media, "openMix">;
  readonly emit: (event: ConfEvent) => void;
  /** Empty and without a command for so long one is released; 0: never. */
  readonly idleSeconds: number;
}

/** All conferences of the node. */
export class Conferences {
  readonly #options: ConferencesOptions;
  readonly #conferences = new Map<string, Conference>();
  readonly #parts: ConferenceParts;
  readonly #identities: Identities;
  readonly #tally = new Tally();
  #closing = false;

  constructor(options: ConferencesOptions) {
    const { nodeId, clock, chance } = options;
    this.#options = options;
    this.#identities = new Identities(nodeId, "sys.conf", clock, chance);
    this.#parts = {
      ...options,
      emit: (event) => this.#emit(event),
      tally: this.#tally,
      forget: (resId) => this.#conferences.delete(resId),
    };
  }

  get size(): number {
    return this.#conferences.size;
  }

  /** Calls that are in one. */
  get members(): number {
    return this.#conferences.values().reduce((sum, { size }) => sum + size, 0);
  }

  /**
   * @throws {CtiError} `badParams`, `forbiddenPath`, or `overloaded` when there
   * are too many or the node is closing, and then there is no conference
   */
  construct(parameters: ConferenceParameters): Conference {
    const { background, recordFile, recordFormat: format } = parameters;
    const { sound, media } = this.#options;
    if (this.#closing) {
      throw new CtiError("overloaded", "The node is closing");
    }
    if (background) checkContent(sound, background);
    if (recordFile !== null) sound.check(recordFile, "record");
    recordFormat(format);
    const conference = new Conference(
      this.#parts,
      media.openMix(),
      this.#identities.next(),
      parameters,
    );
    this.#conferences.set(conference.resId, conference);
    return conference;
  }

  find(resId: string): Conference | undefined {
    return this.#conferences.get(resId);
  }

  /** @throws {CtiError} `unknownResource` */
  get(resId: string): Conference {
    const conference = this.#conferences.get(resId);
    if (conference) return conference;
    throw new CtiError("unknownResource", `No such conference "${resId}"`);
  }

  /** Releases every conference; resolves when all is told of them. */
  async close(): Promise<void> {
    this.#closing = true;
    for (const conference of this.#conferences.values()) conference.release();
    await this.#tally.none();
  }

  /** A listener's failure must not keep a conference from ending in good order. */
  #emit(event: ConfEvent): void {
    try {
      this.#options.emit(event);
    } catch (error) {
      this.#options.log.error("An event was not taken", { ...event, error });
    }
  }
}
