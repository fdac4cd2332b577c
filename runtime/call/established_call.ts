import { CtiError } from "../base/fault.ts";
import type { TonePlan } from "../core/call_progress.ts";
import type { Content } from "../media/content.ts";
import type { KeyTiming } from "../media/key_timing.ts";
import { checkContent } from "../sound/check_content.ts";
import type { SoundFile } from "../sound/file_recording.ts";
import { recordFormat } from "../sound/record_format.ts";
import type { Sound } from "../sound/sound.ts";
import type { Action } from "./action.ts";
import { ConfEnter } from "./conf_enter.ts";
import { Connect } from "./connect.ts";
import { Connected, type SecondParty } from "./connected.ts";
import { DialledFor } from "./dialled_for.ts";
import { type CallIdentity, CallLife, type CallParts } from "./life.ts";
import type { Meeting } from "./meeting.ts";
import {
  type CallDirection,
  type CallMethod,
  checkMethod,
  checkParent,
  checkSecondParty,
  type Standing,
} from "./methods.ts";
import type {
  ConfEnterParameters,
  ConnectParameters,
  PlayParameters,
  ReceiveDtmfParameters,
  RecordParameters,
} from "./parameters.ts";
import { Play } from "./play.ts";
import { ReceiveDtmf } from "./receive_dtmf.ts";
import { Record } from "./record.ts";
import { SendDtmf } from "./send_dtmf.ts";
import type { Stage } from "./stage.ts";
import type { CallInput, CallState } from "./states.ts";

/** What a call does for its application once it is up: an action at a time. */
export class EstablishedCall {
  readonly resId: string;
  readonly processId: number;
  readonly direction: CallDirection;
  protected readonly life: CallLife;
  protected readonly sound: Sound;
  readonly #tonePlan: TonePlan;

  constructor(parts: CallParts, who: CallIdentity, userData: string | null) {
    this.resId = who.resId;
    this.processId = who.processId;
    this.direction = who.direction;
    this.sound = parts.sound;
    this.#tonePlan = parts.tonePlan;
    this.life = new CallLife(parts, who, userData);
  }

  get state(): CallState {
    return this.life.state;
  }

  get userData(): string | null {
    return this.life.news.userData;
  }

  /**
   * Another call is to be dialled for this one, which hears meanwhile this
   * or how that rings.
   *
   * @throws {CtiError} `wrongState` or `forbiddenPath`
   */
  awaitDialled(content: Content | null): DialledFor {
    checkParent(this.standing);
    if (content) checkContent(this.sound, content);
    const options = { content, plan: this.#tonePlan };
    const make = (stage: Stage) => new DialledFor(stage, options);
    return this.life.begin("dial", make);
  }

  /** Does nothing but show that the application still cares. */
  nop(): void {
    this.command("nop");
  }

  playStart(options: PlayParameters): void {
    this.command("play_start");
    checkContent(this.sound, options.content);
    this.#begin("play", (stage) => new Play(stage, options));
  }

  playStop(): void {
    this.#stop("play_stop");
  }

  recordStart(options: RecordParameters): void {
    this.command("record_start");
    const file = this.#fileFor(options.recordFile, options.recordFormat, 1);
    this.#begin("record", (stage) => new Record(stage, file, options));
  }

  recordStop(): void {
    this.#stop("record_stop");
  }

  sendDtmfStart(keys: string, timing?: KeyTiming): void {
    this.command("send_dtmf_start");
    this.#begin("sendDtmf", (stage) => new SendDtmf(stage, keys, timing));
  }

  sendDtmfStop(): void {
    this.#stop("send_dtmf_stop");
  }

  receiveDtmfStart(options: ReceiveDtmfParameters): void {
    this.command("receive_dtmf_start");
    const { playContent } = options;
    if (playContent) checkContent(this.sound, playContent);
    this.#begin("receiveDtmf", (stage) => new ReceiveDtmf(stage, options));
  }

  receiveDtmfStop(): void {
    this.#stop("stop_receive_dtmf_start");
  }

  /** Connects it with another call; both go Idle when that is over. */
  connectStart(second: SecondParty, options: ConnectParameters): void {
    this.command("connect_start");
    if (second === this) throw connectedToItself();
    const { schedule } = options;
    if (schedule) checkContent(this.sound, schedule.content);
    const file = this.#connectionFile(options);
    const other = second.beConnected();
    this.#begin(
      "connect",
      (stage) => new Connect(stage, other, { ...options, file }),
    );
  }

  beConnected(): Connected {
    checkSecondParty(this.standing);
    return this.#begin("connect", (stage) => new Connected(stage));
  }

  connectStop(): void {
    this.#stop("connect_stop");
  }

  /** Enters a conference; from a play too, where that is to be ended. */
  confEnter(meeting: Meeting, options: ConfEnterParameters): void {
    const { greeting, breakingPlay } = options;
    const breaks = breakingPlay && this.state === "Play";
    this.command(breaks ? "play_stop" : "conf_enter");
    if (greeting !== null) checkContent(this.sound, greeting);
    const { resId, userData } = this;
    const who = { resId, userData };
    this.#begin("conf", (stage) => new ConfEnter(stage, meeting, who, options));
  }

  /** @throws {CtiError} `unknownResource` for another than it is in */
  confExit(confResId: string): void {
    this.command("conf_exit");
    const { action } = this.life;
    if (action instanceof ConfEnter && action.confResId === confResId) {
      return action.stop();
    }
    const text = `The call is not in a conference "${confResId}"`;
    throw new CtiError("unknownResource", text);
  }

  #connectionFile(options: ConnectParameters): SoundFile | null {
    const { recordFile, recordFormat, recordChannels } = options;
    if (recordFile === null) return null;
    return this.#fileFor(recordFile, recordFormat, recordChannels);
  }

  #fileFor(path: string, format: number, channels: 1 | 2): SoundFile {
    this.sound.check(path, "record");
    return { path, format: recordFormat(format, channels), channels };
  }

  /** What decides what may be asked of it now. */
  protected get standing(): Standing {
    const { state, direction } = this;
    const isSecondParty = this.life.action instanceof Connected;
    return { state, direction, isSecondParty };
  }

  /** A command is allowed now, and shows that somebody cares. */
  protected command(method: CallMethod): void {
    checkMethod(method, this.standing);
    this.life.watchRest();
  }

  #begin<Begun extends Action>(
    input: CallInput,
    make: (stage: Stage) => Begun,
  ): Begun {
    return this.life.begin(input, make);
  }

  #stop(method: CallMethod): void {
    this.command(method);
    this.life.action?.stop();
  }
}

function connectedToItself(): CtiError {
  const expected = "the id of another call";
  const text = "Can not connect a call with itself";
  return new CtiError("badParams", text, { param: "call_res_id", expected });
}
