import type { CallProgressTone, TonePlan } from "../core/call_progress.ts";
import type { MixPart } from "../core/gain.ts";
import type { RtpStream } from "../sdp/stream.ts";
import type { Ended } from "./endings.ts";
import type { KeyTiming } from "./key_timing.ts";
import type { KeySource, PortId, RecordingId, SoundId } from "./messages.ts";
import type { MediaHealth, MediaTotals, PortStatistics } from "./statistics.ts";

/** Ends what was started; does nothing once it has ended by itself. */
export type Stop = () => void;

/** What a port tells its call. */
export interface PortListener {
  key(key: string, source: KeySource): void;
  /** Its sound has begun to come: once, with the first RTP. */
  speaks?(): void;
}

/** What can be heard: a port's by its peer, a mix's by all who listen. */
export interface Playing {
  /**
   * Plays sounds one after the other, which are loaded or will be; `ended`
   * unless stopped, with words where one of them turns out to be broken.
   */
  play(
    sounds: readonly SoundId[],
    rounds: number | null,
    ended: Ended,
  ): Stop;
}

/**
 * The control thread's handle on one RTP port of the media thread. Commands
 * never fail and never wait; what comes of them comes as a callback, and none
 * comes after `close`.
 */
export interface MediaPort extends Playing {
  /** What the threads call it. */
  readonly id: PortId;
  /** Our UDP port, for the SDP. */
  readonly rtpPort: number;
  /** Sets or changes where and how the stream flows. */
  setStream(stream: RtpStream): void;
  /**
   * Writes what the peer says into a recording that the sound thread created.
   * `full` at `maxSamples`. After it, or after Stop, the recording finishes.
   */
  record(
    recording: RecordingId,
    options: { maxSamples: number; beep: boolean },
    full: () => void,
  ): Stop;
  /** By RFC 4733 where negotiated, as tones otherwise; `KEY_TIMING` as a rule. */
  sendKeys(keys: string, ended: () => void, timing?: KeyTiming): Stop;
  /** Says a tone, in its cadence, in the place of all else that is heard. */
  sayTone(tone: CallProgressTone, plan: TonePlan): Stop;
  /**
   * From now on `silent` is called when nothing of the peer, neither RTP nor
   * RTCP, has come for so long while it was to send; once a silence.
   */
  guard(seconds: number, silent: () => void): void;
  /** What has been counted so far; what `close` gives once it is closed. */
  statistics(): Promise<PortStatistics>;
  /** Closes the port; what runs on it ends without a callback. */
  close(): Promise<PortStatistics>;
}

/**
 * The control thread's handle on one mix of the media thread, the only way in
 * which voices meet. Everybody in it hears the sum of all the others. Commands
 * never fail and never wait; those about a port or a mix that is closed mean
 * nothing. Every change walks in 16 ms, so none is heard as a click.
 */
export interface MediaMix extends Playing {
  /**
   * Puts a port in, with its flags and gains; a port is in one mix at most and
   * leaves the one where it was. Joining again changes its part.
   */
  join(port: MediaPort, part?: MixPart): void;
  /** Does nothing to a port that is not, or no more, in this mix. */
  leave(port: MediaPort): void;
  /**
   * Writes all that sounds in the mix into a recording that the sound thread
   * created for as many channels; one where it is not said. `full` at
   * `maxSamples` of each. After it, or after Stop, it finishes.
   */
  record(
    recording: RecordingId,
    options: { maxSamples: number; channels?: RecordedChannels },
    full: () => void,
  ): Stop;
  /**
   * Puts everybody out; their ports stay open. What plays and is recorded ends
   * without a callback.
   */
  close(): void;
}

/** One channel of all that sounds in a mix, or two: whose voice is in which. */
export type RecordedChannels =
  | 1
  | { readonly left: MediaPort; readonly right: MediaPort | "others" };

/** The control thread's handle on the media thread. */
export interface Media {
  /**
   * Binds an RTP socket.
   * @throws {CtiError} `overloaded` when no port is free
   */
  open(listener: PortListener): Promise<MediaPort>;
  /**
   * Opens a mix in which nobody is.
   * @throws {CtiError} `overloaded` when there are as many as ports at most;
   * `internal` when the thread does not run
   */
  openMix(): MediaMix;
  health(): Promise<MediaHealth>;
  /** What it has done since it began. */
  totals(): Promise<MediaTotals>;
  /** Has the thread collect its garbage: for when nobody calls. */
  collectGarbage(): void;
  /** Ports that are open: 0 on a node at rest. */
  readonly openPorts: number;
  /** Mixes that are open. */
  readonly openMixes: number;
  /** Closes every port; resolves when the thread has ended. */
  close(): Promise<void>;
}
