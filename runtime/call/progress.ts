import type { LogFields } from "../base/log.ts";
import type { Content } from "../media/content.ts";
import { Prompt } from "../sound/prompt.ts";
import type { Action } from "./action.ts";
import type { AnswerParts } from "./answer.ts";
import type { ProgressParameters } from "./parameters.ts";
import type { Stage } from "./stage.ts";

/**
 * `progress`: our description in a 183, and sound for a caller who is
 * not answered yet (RFC 3960 §3.2). It ends with the sound, or when the
 * application answers; without any as soon as the caller is told.
 */
export class Progress implements Action {
  readonly #stage: Stage;
  readonly #parts: AnswerParts;
  readonly #options: ProgressParameters;
  #prompt: Prompt | null = null;
  #over = false;

  constructor(stage: Stage, parts: AnswerParts, options: ProgressParameters) {
    this.#stage = stage;
    this.#parts = parts;
    this.#options = options;
  }

  start(): void {
    this.#begin().catch((error) => this.#fail({ error }));
  }

  key(): void {}

  stop(): void {
    this.#end(null);
  }

  hangUp(): void {
    this.#end("hungup when progressing");
  }

  async #begin(): Promise<void> {
    const { leg, session, address } = this.#parts;
    await leg.open();
    if (this.#over) return;
    const sdp = leg.describe(session.offer, address);
    // Whoever is told of a hold may have ended the call.
    if (this.#over) return;
    session.progress(sdp);
    const { content } = this.#options;
    if (!content) return this.#end(null);
    // Where the offer is ours the caller is heard of again by his PRACK.
    await leg.agreed;
    if (!this.#over) this.#play(content);
  }

  #play(content: Content): void {
    const { sound, port: player } = this.#stage;
    this.#prompt = new Prompt({ sound, player }, content);
    this.#prompt.play(this.#options.repeat + 1, {
      played: () => this.#end(null),
      failed: (reason) => this.#fail({ reason }),
    });
  }

  #fail(why: LogFields): void {
    if (this.#over) return;
    this.#stage.log.warn("A caller cannot be told of progress", why);
    this.#end("progress error");
  }

  #end(error: string | null): void {
    this.#over = true;
    this.#prompt?.close();
    this.#stage.end({ type: "progressCompleted", error });
  }
}
