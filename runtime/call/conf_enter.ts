import { Timer } from "../base/timer.ts";
import { inMilliseconds } from "../base/units.ts";
import type { Attendance, Participant } from "../media/participant.ts";
import type { Action } from "./action.ts";
import type { Meeting } from "./meeting.ts";
import type { ConfEnterParameters } from "./parameters.ts";
import type { Stage } from "./stage.ts";

/**
 * `conf_enter`: the call is in a conference until it leaves, is put out or its
 * time there is up. However it comes to that, it is the conference that says so.
 */
export class ConfEnter implements Action {
  /** The id of the conference. */
  readonly confResId: string;
  readonly #stage: Stage;
  readonly #meeting: Meeting;
  readonly #who: Pick<Participant, "resId" | "userData">;
  readonly #options: ConfEnterParameters;
  readonly #limit: Timer;
  #attendance: Attendance | null = null;

  constructor(
    stage: Stage,
    meeting: Meeting,
    who: Pick<Participant, "resId" | "userData">,
    options: ConfEnterParameters,
  ) {
    this.confResId = meeting.resId;
    this.#stage = stage;
    this.#meeting = meeting;
    this.#who = who;
    this.#options = options;
    this.#limit = new Timer(stage.clock);
  }

  start(): void {
    const { port, log } = this.#stage;
    const { maxSeconds, voiceMode, volume, greeting } = this.#options;
    const who = { ...this.#who, port, voiceMode, volume, greeting };
    const span = inMilliseconds(maxSeconds);
    this.#limit.start(span, () => this.#leave("conf timeout"));
    try {
      this.#attendance = this.#meeting.enter(who, (error) => this.#end(error));
    } catch (error) {
      log.warn("A call cannot enter a conference", { error });
      this.#end("join conf error");
    }
  }

  key(): void {}

  stop(): void {
    this.#leave(null);
  }

  hangUp(): void {
    this.#leave("hungup when join conf");
  }

  /** Who has not come in yet needs not be let out. */
  #leave(error: string | null): void {
    if (this.#attendance) this.#attendance.leave(error);
    else this.#end(error);
  }

  #end(error: string | null): void {
    this.#limit.stop();
    const { confResId } = this;
    this.#stage.end({ type: "confCompleted", error, confResId });
  }
}
