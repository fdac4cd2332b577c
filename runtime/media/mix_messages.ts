/** The messages about mixes, among those of `messages.ts`. */
import type { MixPart } from "../core/gain.ts";
import type { PlaybackId, PortId, RecordingId, SoundId } from "./messages.ts";

/** A number the control thread gives to an open mix. */
export type MixId = number;

/** One channel of all that sounds, or two: whose voice is in which. */
export type RecordedPorts =
  | 1
  | { readonly left: PortId; readonly right: PortId | "others" };

/** To the media thread; what is about a closed mix means nothing. */
export type ToMix =
  | { type: "openMix"; mix: MixId }
  /** Puts a port in, out of the mix where it was, or changes its part. */
  | { type: "joinMix"; mix: MixId; port: PortId; part: MixPart }
  | { type: "leaveMix"; mix: MixId; port: PortId }
  /** To all who listen there; as `play` and `stopPlay` of a port. */
  | {
    type: "playMix";
    mix: MixId;
    playback: PlaybackId;
    sounds: readonly SoundId[];
    rounds: number | null;
  }
  | { type: "stopMixPlay"; mix: MixId; playback: PlaybackId }
  /** All that sounds there; as `record` and `stopRecord` of a port. */
  | {
    type: "recordMix";
    mix: MixId;
    recording: RecordingId;
    /** Of each channel. */
    maxSamples: number;
    channels: RecordedPorts;
  }
  | { type: "stopMixRecord"; mix: MixId; recording: RecordingId }
  | { type: "closeMix"; mix: MixId };

export type FromMix =
  /** The list was played to its end. Not sent after `stopMixPlay`. */
  | {
    type: "mixPlayed";
    mix: MixId;
    playback: PlaybackId;
    /** As in `played` of a port. */
    error: string | null;
  }
  /** `maxSamples` are reached. Not sent after `stopMixRecord`. */
  | { type: "mixRecorded"; mix: MixId; recording: RecordingId };
