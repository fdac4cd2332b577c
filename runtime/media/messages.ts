/** Every message that crosses between the control and the media thread. */
import type { LogFields } from "../base/log.ts";
import type { CallProgressTone, TonePlan } from "../core/call_progress.ts";
import type { RtpStream } from "../sdp/stream.ts";
import type { KeyTiming } from "./key_timing.ts";
import type { FromMix, ToMix } from "./mix_messages.ts";
import type { MediaHealth, MediaTotals, PortStatistics } from "./statistics.ts";

/** A number the control thread gives to an open media port. */
export type PortId = number;
/** Numbers the control thread gives to a sound, a playback, a recording. */
export type SoundId = number;
export type PlaybackId = number;
export type RecordingId = number;
/** A number the control thread gives to a row of keys that a port sends. */
export type SendingId = number;

/** What the media thread is told once, when it starts. */
export interface MediaSettings {
  /** Address to bind RTP sockets to. */
  readonly host: string;
  readonly ports: { readonly first: number; readonly last: number };
  /** Calls at once: the core is laid out for so many ports, and mixes. */
  readonly maxPorts: number;
  /** Whether the gaps between the packets that come in are measured. */
  readonly pacing?: boolean;
  /** Whether any call may speak Opus; it is not loaded where none may. */
  readonly opus?: boolean;
  /** By libc where that can be (`auto`, the default), or else not at all. */
  readonly io?: "auto" | "ffi" | "deno";
  /** Whether RTP from elsewhere than the SDP says may be learnt (it may). */
  readonly rtpSource?: "learn" | "strict";
}

/** The media thread's end of the line to the sound thread. */
export interface SoundLine {
  readonly port: MessagePort;
  /** The media thread's doorbell: who sends it anything rings. */
  readonly bell: SharedArrayBuffer;
}

export type ToMedia =
  | { type: "start"; settings: MediaSettings; sound: SoundLine }
  | { type: "open"; port: PortId }
  | { type: "stream"; port: PortId; stream: RtpStream }
  | { type: "close"; port: PortId }
  | {
    type: "play";
    port: PortId;
    playback: PlaybackId;
    /** Played one after the other; each was loaded by the sound thread. */
    sounds: readonly SoundId[];
    /** How often the whole list is played; null for ever. */
    rounds: number | null;
  }
  | { type: "stopPlay"; port: PortId; playback: PlaybackId }
  | {
    type: "record";
    port: PortId;
    recording: RecordingId;
    maxSamples: number;
    beep: boolean;
  }
  | { type: "stopRecord"; port: PortId; recording: RecordingId }
  | {
    type: "sendKeys";
    port: PortId;
    sending: SendingId;
    keys: string;
    timing: KeyTiming;
  }
  | { type: "stopKeys"; port: PortId; sending: SendingId }
  /** Takes the place of the tone before; `stopTone` ends whichever it is. */
  | {
    type: "sayTone";
    port: PortId;
    tone: CallProgressTone;
    plan: TonePlan;
  }
  | { type: "stopTone"; port: PortId }
  | ToMix
  | { type: "count"; port: PortId }
  /** From now on `silent` is told of a silence that lasts so many seconds. */
  | { type: "guard"; port: PortId; seconds: number }
  | { type: "watch" }
  | { type: "sum" }
  /** Nobody calls: there is time for that. */
  | { type: "collectGarbage" }
  | { type: "stop" };

/** How a key was heard: as a tone in the sound, or as an RFC 4733 event. */
export type KeySource = "tone" | "event";

export type FromMedia =
  | FromMix
  | { type: "started" }
  | { type: "opened"; port: PortId; rtpPort: number }
  | { type: "refused"; port: PortId; reason: "full" | "no free RTP port" }
  | { type: "closed"; port: PortId; statistics: PortStatistics }
  /** Answers `count`. */
  | { type: "counted"; port: PortId; statistics: PortStatistics }
  | { type: "key"; port: PortId; key: string; source: KeySource }
  /** The first RTP of the peer has come. */
  | { type: "speaks"; port: PortId }
  /** Neither RTP nor RTCP of the peer has come for too long; once a silence. */
  | { type: "silent"; port: PortId }
  /** The list was played to its end. Not sent after `stopPlay`. */
  | {
    type: "played";
    port: PortId;
    playback: PlaybackId;
    /** Why it was not its end: a sound that is broken there. */
    error: string | null;
  }
  /** `maxSamples` are reached. Not sent after `stopRecord`. */
  | { type: "recorded"; port: PortId; recording: RecordingId }
  /** All keys are out. Not sent after `stopKeys`. */
  | { type: "keysSent"; port: PortId; sending: SendingId }
  | { type: "health"; health: MediaHealth }
  | { type: "summed"; totals: MediaTotals }
  /** For the log. */
  | {
    type: "notice";
    level: "debug" | "info" | "warn";
    message: string;
    fields: LogFields;
  }
  /** Answers `stop`: every port is closed, the thread may go. */
  | { type: "stopped" };
