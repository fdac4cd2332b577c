import type { Blocks } from "./blocks.ts";
import type { PlaybackId, RecordingId } from "./messages.ts";
import type { MediaToSound } from "./sound_messages.ts";
import { Playback, type Programme, type ReadSound } from "./playback.ts";
import type { Player } from "./player.ts";
import type { Recorder } from "./recorder.ts";
import { SoundReader } from "./sound_reader.ts";
import { Tap } from "./tap.ts";

export interface RecordOrder {
  readonly recording: RecordingId;
  /** Of each channel. */
  readonly maxSamples: number;
  readonly beep: boolean;
  readonly recorder: Recorder;
}

/** What every deck of the thread shares. */
export interface DeckSurroundings {
  readonly readSound: ReadSound;
  /** The tone before a recording. */
  readonly beep: Blocks;
  /** To the sound thread. */
  store(message: MediaToSound): void;
}

/** Whom a deck works for: a port, or a mix. */
export interface DeckOwner {
  readonly player: Player;
  /**
   * All of it was played, or it broke off because a sound is broken there; not
   * after `stopPlay`.
   */
  played(playback: PlaybackId, error: string | null): void;
  /** `maxSamples` are reached; not after `stopRecord`. */
  recorded(recording: RecordingId): void;
}

/**
 * Plays sounds and records, one of each at a time. What is played for ever goes
 * on behind what is played over it.
 */
export class Deck {
  readonly #owner: DeckOwner;
  readonly #around: DeckSurroundings;
  #playback: Playback | null = null;
  /** What goes on later; the last is the next. */
  readonly #paused: Playback[] = [];
  /** What is recorded once the beep has ended. */
  #ordered: RecordOrder | null = null;
  #tap: Tap | null = null;

  constructor(owner: DeckOwner, around: DeckSurroundings) {
    this.#owner = owner;
    this.#around = around;
  }

  /** Nothing plays and nothing is recorded. */
  get isIdle(): boolean {
    return !this.#playback && !this.#tap && !this.#ordered;
  }

  /**
   * Takes the place of what was playing; what plays for ever is stopped by its
   * own number alone, and pauses until then.
   */
  play(programme: Programme): void {
    this.#start(programme, this.#around.readSound);
  }

  stopPlay(playback: PlaybackId): void {
    const paused = this.#paused.findIndex(({ id }) => id === playback);
    if (paused >= 0) this.#paused.splice(paused, 1)[0].close();
    if (this.#playback?.id !== playback) return;
    this.#silence();
    this.#resume();
  }

  /** Takes the place of whatever was recorded. */
  record(order: RecordOrder): void {
    this.endRecording();
    this.#ordered = order;
    if (order.beep) {
      const beep = () => SoundReader.of(this.#around.beep);
      this.#start({ id: null, sounds: [0], rounds: 1 }, beep);
    } else this.#startTap();
  }

  stopRecord(recording: RecordingId): void {
    const current = this.#tap?.id ?? this.#ordered?.recording;
    if (current === recording) this.endRecording();
  }

  beforeTick(): void {
    this.#playback?.feed();
  }

  afterTick(): void {
    if (!this.#tap) return;
    this.#tap.beat();
    if (!this.#tap.full) return;
    const recording = this.#tap.id;
    this.endRecording();
    this.#owner.recorded(recording);
  }

  /** The player has run dry. */
  ranDry(): void {
    const playback = this.#playback;
    if (!playback) return;
    playback.close();
    this.#resume();
    if (playback.id === null) this.#startTap();
    else this.#owner.played(playback.id, playback.fault);
  }

  /** Ends what is recorded, without a report. */
  endRecording(): void {
    const recording = this.#tap?.id ?? this.#ordered?.recording;
    if (recording === undefined) return;
    const beeping = this.#ordered !== null;
    this.#ordered = null;
    if (beeping) {
      this.#silence();
      this.#resume();
    }
    this.#tap?.stop();
    this.#tap = null;
    this.#around.store({ type: "end", recording });
  }

  /** Ends all of it, without a report. */
  close(): void {
    this.endRecording();
    this.#playback?.close();
    this.#paused.forEach((playback) => playback.close());
  }

  #start(programme: Programme, read: ReadSound): void {
    if (this.#playback?.isEndless) this.#pause(this.#playback);
    this.#silence();
    this.#playback = new Playback(this.#owner.player, read, programme);
    this.#playback.feed();
  }

  #pause(playback: Playback): void {
    playback.pause();
    this.#paused.push(playback);
    this.#playback = null;
  }

  #resume(): void {
    this.#playback = this.#paused.pop() ?? null;
    this.#playback?.resume();
  }

  /** Whatever plays is cut off; after a beep that means: go. */
  #silence(): void {
    if (!this.#playback) return;
    const wasBeep = this.#playback.id === null;
    this.#playback.close();
    this.#playback = null;
    this.#owner.player.clear();
    if (wasBeep) this.#startTap();
  }

  #startTap(): void {
    if (!this.#ordered) return;
    const { recording, maxSamples, recorder } = this.#ordered;
    this.#ordered = null;
    this.#tap = new Tap(
      recorder,
      { id: recording, maxSamples },
      (samples) => this.#around.store({ type: "chunk", recording, samples }),
    );
  }
}
