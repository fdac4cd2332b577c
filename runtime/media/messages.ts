/**
 * Every message that crosses between the control, the media and the sound
 * thread. Audio crosses as whole blocks; no 20 ms frame ever does.
 */
import type { LogFields } from "../base/log.ts";
import type { CallProgressTone, TonePlan } from "../core/call_progress.ts";
import type { DatagramErrors, DatagramIo } from "../net/datagram.ts";
import type { RtpStream } from "../sdp/stream.ts";
import type { LanguageName, Reading, Speech } from "./content.ts";
import type { KeyTiming } from "./key_timing.ts";
import type { FromMix, ToMix } from "./mix_messages.ts";

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
  | { type: "played"; port: PortId; playback: PlaybackId }
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

/** What RTCP tells of a port (RFC 3550 §6.4.1); null while it is not known. */
export interface RtcpStatistics {
  /** There and back, by the peer's last report, ms. */
  readonly roundTripMs: number | null;
  /** Interarrival jitter of what we receive, ms; known without RTCP. */
  readonly jitterMs: number | null;
  /** Of our packets, what the peer misses; below 0 where it got some twice. */
  readonly remoteLost: number | null;
  /** The same at its last report, as a share (0 to 1) of all until then. */
  readonly remoteLossShare: number | null;
  /** The same between its last two reports, as a share of 1. */
  readonly remoteFractionLost: number | null;
  /** Interarrival jitter of what the peer receives from us, ms. */
  readonly remoteJitterMs: number | null;
  readonly rtcpReceived: number;
  readonly rtcpSent: number;
  /** Malformed, or from another source. */
  readonly rtcpRefused: number;
}

/**
 * What the peer's voice is like here and what ours is like there, by the
 * E-model (ITU-T G.107, RFC 3611 §4.7.5): R from 0 to 100, mean opinion scores
 * from 1 to 4.5 of who listens (LQ) and of who converses (CQ). Null is what
 * cannot be known: of a port that has heard nothing, and without the peer's
 * RTCP.
 */
export interface QualityStatistics {
  readonly heardR: number | null;
  readonly heardMosLq: number | null;
  readonly heardMosCq: number | null;
  readonly sentR: number | null;
  readonly sentMosLq: number | null;
  readonly sentMosCq: number | null;
}

export interface PortStatistics extends RtcpStatistics, QualityStatistics {
  readonly packetsReceived: number;
  readonly packetsSent: number;
  readonly packetsLost: number;
  readonly packetsLate: number;
  readonly packetsReordered: number;
  readonly packetsDuplicated: number;
  /** Malformed, of an unknown payload type, or from another source. */
  readonly packetsRefused: number;
  /** Of the speech heard in its last 10 s, dBm0; null where there was none. */
  readonly speechLevel: number | null;
  /** Of payload alone: no headers, no padding. */
  readonly octetsReceived: number;
  readonly octetsSent: number;
}

/** How far gaps between packets stray from 20 ms, ms, since the start. */
export interface PacingReport {
  readonly gaps: number;
  readonly strayP50: number;
  readonly strayP99: number;
  readonly strayP999: number;
  readonly strayMax: number;
}

/** Answers `watch`: what the heartbeat has been like since the last one. */
export interface MediaHealth {
  readonly openPorts: number;
  /** Beats: 50 a second of each phase in which there are ports. */
  readonly ticks: number;
  /** Beats given up after the thread had stood still for over 200 ms. */
  readonly skipped: number;
  /** Lateness of the heartbeat in ms. */
  readonly latenessP50: number;
  readonly latenessP99: number;
  readonly latenessP999: number;
  readonly latenessMax: number;
  /** Time spent in the ticks, ms. */
  readonly busy: number;
  /** Since the thread began, whoever else has asked. */
  readonly totals: BeatTotals;
  /** Where the settings ask for it. */
  readonly pacing?: PacingReport;
  /** By libc, or by Deno's own sockets. */
  readonly io: DatagramIo;
  /** What went wrong with datagrams since the start, by its name in errno.h. */
  readonly errors: DatagramErrors;
}

/** What the watchdog has counted, in beats. */
export interface BeatTotals {
  readonly beats: number;
  /** By more than 20 ms. */
  readonly late: number;
  /** Given up. */
  readonly skipped: number;
  /** Took longer than the 5 ms from one phase to the next. */
  readonly overBudget: number;
}

/** What ports counted. */
export interface RtpTotals {
  packetsReceived: number;
  packetsSent: number;
  octetsReceived: number;
  octetsSent: number;
  packetsLost: number;
  packetsLate: number;
  packetsReordered: number;
  packetsDuplicated: number;
  packetsRefused: number;
  rtcpReceived: number;
  rtcpSent: number;
  rtcpRefused: number;
}

/** How values are spread; in the unit of the values. */
export interface Distribution {
  readonly count: number;
  readonly sum: number;
  /** How many of them were no more than each bound. */
  readonly within: readonly (readonly [bound: number, count: number])[];
}

/** Answers `sum`: since the thread began; it forgets nothing by that. */
export interface MediaTotals {
  readonly openPorts: number;
  readonly rtp: RtpTotals;
  readonly heartbeat: BeatTotals;
  /** Time spent in the ticks, ms. */
  readonly busy: number;
  /** Of the beats, ms. */
  readonly lateness: Distribution;
  /** What went wrong with datagrams, by its name in errno.h. */
  readonly errors: DatagramErrors;
  /** Timers that wait in the thread. */
  readonly timers: number;
}

/** What the sound thread is told once, when it starts. */
export interface SoundSettings {
  /** Holds `prompts/` and `recordings/`, where relative names are looked up. */
  readonly dataDir: string;
  /** Further folders below which absolute names may lie. */
  readonly soundRoots: readonly string[];
  /** In which numbers and dates are read; zh-CN where it is left out. */
  readonly language?: LanguageName;
}

/** How a recording is stored: `record_format` 1 to 6 of the specification. */
export type RecordFormat =
  | "pcm-u8"
  | "pcma"
  | "pcmu"
  | "ima-adpcm"
  | "gsm-wav49"
  | "mp3";

export type ToSound =
  | {
    type: "start";
    settings: SoundSettings;
    media: MessagePort;
    /** To be rung after each message to the media thread. */
    bell: SharedArrayBuffer;
  }
  | { type: "load"; sound: SoundId; path: string }
  /** Loads a text that is read aloud. */
  | { type: "say"; sound: SoundId; item: Reading | Speech }
  /** Answer `speak`. */
  | { type: "spoken"; speaking: number; samples: Int16Array<ArrayBuffer> }
  | { type: "notSpoken"; speaking: number; error: string }
  | { type: "unload"; sound: SoundId }
  | {
    type: "create";
    recording: RecordingId;
    path: string;
    format: RecordFormat;
    channels: 1 | 2;
  }
  /** Gives up a recording that never started; its file is kept if it was. */
  | { type: "finish"; recording: RecordingId }
  | { type: "collectGarbage" }
  | { type: "stop" };

/** Which fault of `base/fault.ts` the caller is told. */
export type SoundFault = "forbiddenPath" | "badParams" | "internal";

export type FromSound =
  | { type: "started" }
  | { type: "loaded"; sound: SoundId; samples: number }
  /** Asks for a text to be spoken. */
  | { type: "speak"; speaking: number; voice: string; text: string }
  | { type: "notLoaded"; sound: SoundId; fault: SoundFault; error: string }
  | { type: "created"; recording: RecordingId }
  | {
    type: "notCreated";
    recording: RecordingId;
    fault: SoundFault;
    error: string;
  }
  /**
   * The file is closed: complete on disk, or `error` says what went wrong on
   * the way, and what was written before is kept.
   */
  | {
    type: "finished";
    recording: RecordingId;
    samples: number;
    bytes: number;
    error: string | null;
  }
  /** Answers `stop`: every file is complete, the thread may go. */
  | { type: "stopped" };

/** Straight from the sound to the media thread, past the control thread. */
export type SoundToMedia =
  | { type: "sound"; sound: SoundId; samples: SharedArrayBuffer }
  | { type: "forget"; sound: SoundId };

/** Straight from the media to the sound thread, past the control thread. */
export type MediaToSound =
  | { type: "chunk"; recording: RecordingId; samples: Int16Array<ArrayBuffer> }
  | { type: "end"; recording: RecordingId };
