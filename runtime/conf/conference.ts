import type { Clock } from "../base/clock.ts";
import { CtiError } from "../base/fault.ts";
import type { Identity } from "../base/identities.ts";
import type { Log } from "../base/log.ts";
import type { Tally } from "../base/tally.ts";
import { Timer } from "../base/timer.ts";
import { inMilliseconds, type UnixSeconds } from "../base/units.ts";
import type { MediaMix } from "../media/media.ts";
import type { Attendance, Participant } from "../media/participant.ts";
import type { VoiceMode } from "../media/voice_mode.ts";
import { checkContent } from "../sound/check_content.ts";
import { LONGEST_RECORDING } from "../sound/recording_length.ts";
import type { Sound } from "../sound/sound.ts";
import { Announcer } from "./announcer.ts";
import type { ConfEvent } from "./events.ts";
import { Member } from "./member.ts";
import type {
  ConferenceParameters,
  ConferencePlayParameters,
  ConferenceRecordParameters,
} from "./parameters.ts";
import { ConferenceRecorder } from "./recorder.ts";

/** What a conference needs of its node. */
export interface ConferenceParts {
  readonly clock: Clock;
  readonly sound: Sound;
  readonly log: Log;
  readonly emit: (event: ConfEvent) => void;
  /** Counts what has begun and is not told to have ended. */
  readonly tally: Tally;
  /** Empty and without a command for so long it is released; 0: never. */
  readonly idleSeconds: number;
  /** The conference with this id is over. */
  readonly forget: (resId: string) => void;
}

/** A member as `get_parts` tells of it. */
export interface Part {
  readonly resId: string;
  readonly channel: number;
  readonly userData: string | null;
  readonly voiceMode: VoiceMode;
  /** Percent; 0: as it is. */
  readonly volume: number;
}

/** What members are told when the time of their conference is up. */
const TIMEOUT = "conf timeout";

/**
 * Voices that meet in one mix, what is played to them all and recorded of them.
 * A command takes effect at once or throws a CtiError and changes nothing.
 *
 * When it is over its members are told first, then what plays and records ends,
 * and `conferenceReleased` is the last that is told of it.
 */
export class Conference {
  readonly resId: string;
  readonly processId: number;
  readonly userData: string | null;
  readonly #parts: ConferenceParts;
  readonly #mix: MediaMix;
  readonly #announcer: Announcer;
  readonly #recorder: ConferenceRecorder;
  readonly #beginTime: UnixSeconds;
  readonly #limit: Timer;
  readonly #rest: Timer;
  readonly #told: () => void;
  /** By the id of the call. */
  readonly #members = new Map<string, Member>();
  #partsThreshold: number;
  /** Two have been here at the same time. */
  #hasMet = false;
  /** Stops what `play_start` plays. */
  #stopPlay: (() => void) | null = null;
  #isOver = false;

  /** Its `mix` is its own from now on. */
  constructor(
    parts: ConferenceParts,
    mix: MediaMix,
    { resId, processId }: Identity,
    options: ConferenceParameters,
  ) {
    const { clock, sound, log, tally } = parts;
    this.resId = resId;
    this.processId = processId;
    this.userData = options.userData;
    this.#parts = parts;
    this.#mix = mix;
    this.#announcer = new Announcer({ sound, player: mix }, log);
    this.#recorder = new ConferenceRecorder(parts, mix, (recorded) => {
      const { beginTime, ...found } = recorded;
      const type = "conferenceRecordCompleted";
      parts.emit({ type, ...this.#ended(beginTime), ...found });
    });
    this.#beginTime = clock.date();
    this.#limit = new Timer(clock);
    this.#rest = new Timer(clock);
    this.#told = tally.begin();
    this.#partsThreshold = options.partsThreshold;
    this.#begin(options);
  }

  get size(): number {
    return this.#members.size;
  }

  /**
   * Lets a call in. `over` is told once, when it has left again, whoever wanted
   * that.
   * @throws {CtiError} `unknownResource` when the conference is over
   */
  enter(who: Participant, over: (error: string | null) => void): Attendance {
    if (this.#isOver) {
      const text = `The conference "${this.resId}" is over`;
      throw new CtiError("unknownResource", text);
    }
    const member = new Member(this.#mix, who, over);
    this.#members.set(who.resId, member);
    this.#hasMet ||= this.size > 1;
    this.#watchRest();
    if (who.greeting) this.#announcer.announce(who.greeting, 1, () => {});
    return { leave: (error) => this.#leave(member, error) };
  }

  /** Does nothing but show that the application still cares. */
  nop(): void {
    this.#watchRest();
  }

  /** Everybody leaves, with this error; the calls stay up. */
  release(error: string | null = null): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#limit.stop();
    this.#rest.stop();
    this.#parts.forget(this.resId);
    for (const member of [...this.#members.values()]) {
      this.#leave(member, error);
    }
    this.#announcer.close();
    this.#recorder.stop();
    this.#mix.close();
    this.#recorder.told.then(() => this.#tellReleased());
  }

  getParts(): Part[] {
    this.#watchRest();
    return [...this.#members.values()].map(({ who, voiceMode, volume }) => ({
      resId: who.resId,
      channel: who.port.id,
      userData: who.userData,
      voiceMode,
      volume,
    }));
  }

  /** @throws {CtiError} `unknownResource` for who is not here */
  setPartVoiceMode(resId: string, voiceMode: VoiceMode): void {
    this.#member(resId).voiceMode = voiceMode;
  }

  /** @throws {CtiError} `unknownResource` for who is not here */
  setPartVolume(resId: string, volume: number): void {
    this.#member(resId).volume = volume;
  }

  /** Counts from the next time that somebody leaves. */
  setPartsThreshold(partsThreshold: number): void {
    this.#watchRest();
    this.#partsThreshold = partsThreshold;
  }

  /** @throws {CtiError} `wrongState`, `forbiddenPath` */
  playStart({ content, isLoop, repeat }: ConferencePlayParameters): void {
    this.#watchRest();
    if (this.#stopPlay) {
      throw wrongState("StartConfPlay while another playing is active");
    }
    checkContent(this.#parts.sound, content);
    const rounds = isLoop ? null : repeat + 1;
    const beginTime = this.#parts.clock.date();
    const told = this.#parts.tally.begin();
    this.#stopPlay = this.#announcer.announce(content, rounds, (reason) => {
      this.#stopPlay = null;
      const type = "conferencePlayCompleted";
      this.#parts.emit({ type, ...this.#ended(beginTime), reason });
      told();
    });
  }

  /** @throws {CtiError} `wrongState` */
  playStop(): void {
    this.#watchRest();
    if (this.#stopPlay) return this.#stopPlay();
    throw wrongState("StopConfPlay while no playing is active");
  }

  /**
   * @throws {CtiError} `wrongState`, `badParams`, `forbiddenPath`, and
   * `unknownResource` for a member to the left who is not here
   */
  recordStart(options: ConferenceRecordParameters): void {
    this.#watchRest();
    if (this.#recorder.isBusy) {
      throw wrongState("StartConfRecord while another recording is active");
    }
    const { left } = options;
    const port = left === null ? null : this.#member(left).who.port;
    this.#recorder.start(options, port);
  }

  /** @throws {CtiError} `wrongState` */
  recordStop(): void {
    this.#watchRest();
    if (this.#recorder.isBusy) return this.#recorder.stop();
    throw wrongState("StopConfRecord while no recording is active");
  }

  #begin(options: ConferenceParameters): void {
    const { maxSeconds, background, recordFile } = options;
    const span = inMilliseconds(maxSeconds);
    this.#limit.start(span, () => this.release(TIMEOUT));
    this.#watchRest();
    if (background) this.#announcer.background(background);
    if (recordFile === null) return;
    // Its own end ends the file, and nothing before it.
    const whole = { maxSeconds: LONGEST_RECORDING, maxSilenceSeconds: 0 };
    this.#recorder.start({ ...options, ...whole, recordFile }, null);
  }

  #tellReleased(): void {
    const type = "conferenceReleased";
    this.#parts.emit({ type, ...this.#ended(this.#beginTime) });
    this.#told();
  }

  #leave(member: Member, error: string | null): void {
    const { resId } = member.who;
    if (this.#members.get(resId) !== member) return;
    this.#members.delete(resId);
    member.leave();
    member.over(error);
    this.#watchRest();
    if (this.#hasMet && this.size <= this.#partsThreshold) this.release();
  }

  #member(resId: string): Member {
    this.#watchRest();
    const member = this.#members.get(resId);
    if (member) return member;
    const text = `No such call in the conference "${resId}"`;
    throw new CtiError("unknownResource", text);
  }

  /** An empty conference waits for the next command, but not for ever. */
  #watchRest(): void {
    const { idleSeconds } = this.#parts;
    const rests = !this.#isOver && this.size === 0 && idleSeconds > 0;
    if (!rests) return this.#rest.stop();
    this.#rest.start(inMilliseconds(idleSeconds), () => this.release());
  }

  #ended(beginTime: UnixSeconds) {
    const { resId, userData } = this;
    const endTime = this.#parts.clock.date();
    return { resId, userData, beginTime, endTime };
  }
}

function wrongState(what: string): CtiError {
  return new CtiError("wrongState", `Can not ${what}.`);
}
