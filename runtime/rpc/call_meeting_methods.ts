import type { ScheduledPlay } from "../call/parameters.ts";
import type { Content } from "../media/content.ts";
import { files } from "./content.ts";
import { method } from "./method.ts";
import {
  callSeconds,
  channels,
  fileName,
  flag,
  recordFormat,
  resId,
  unixTime,
  voiceMode,
  volume,
  wholeNumber,
} from "./shapes.ts";

const OF_CALL = { res_id: resId };

/** The methods by which a call meets others. */
export const CALL_MEETING = {
  "sys.call.connect_start": method(
    "Connects two calls: `res_id`, the first party, and `call_res_id`, the " +
      "second, which is Idle. Mode 1: both hear each other; 2: only the " +
      "second hears the first; 3: only the first hears the second. " +
      "`local_volume` is how loud the first party's voice is to the second " +
      "and in the recording, `remote_volume` the same of the second's: " +
      "percent, 100 changes nothing. The file, a day at most, holds both in one " +
      "channel, or with `record_channels` 2 the first party's left and the " +
      "second's right. When `schedule_play_time` comes, " +
      "`schedule_play_file` is played to both, `schedule_play_loop` times. " +
      "Keys are passed on to who hears the other. " +
      "Ends with `sys.call.on_connect_completed` of the first " +
      "party; then both are Idle, but for one that hung up.",
    {
      ...OF_CALL,
      max_seconds: callSeconds,
      call_res_id: resId,
      connect_mode: wholeNumber(1, 3).default(1),
      record_file: fileName.optional(),
      record_format: recordFormat.default(2),
      local_volume: volume.default(0),
      remote_volume: volume.default(0),
      schedule_play_time: unixTime.optional(),
      schedule_play_file: files.optional(),
      schedule_play_loop: wholeNumber(0, 1000).default(0),
      record_channels: channels.default(1),
    },
    (p, { calls }) =>
      calls.get(p.res_id).connectStart(calls.get(p.call_res_id), {
        maxSeconds: p.max_seconds,
        connectMode: p.connect_mode,
        recordFile: p.record_file ?? null,
        recordFormat: p.record_format,
        recordChannels: p.record_channels,
        localVolume: p.local_volume,
        remoteVolume: p.remote_volume,
        schedule: schedule(p),
      }),
  ),

  "sys.call.connect_stop": method(
    "Ends a connection; its event has no error. Only of the first party.",
    OF_CALL,
    (p, { calls }) => calls.get(p.res_id).connectStop(),
  ),

  "sys.call.conf_enter": method(
    "Enters a conference, whose voices and sounds it hears and where it is " +
      "heard, as `voice_mode` says. `play_file` is then played to all there. " +
      "With `breaking_play` a play that runs is ended first. Ends with " +
      "`sys.call.on_conf_completed`.",
    {
      ...OF_CALL,
      conf_res_id: resId,
      max_seconds: callSeconds,
      voice_mode: voiceMode.default(1),
      volume: volume.default(0),
      play_file: files.optional(),
      breaking_play: flag.default(false),
    },
    (p, { calls, conferences }) =>
      calls.get(p.res_id).confEnter(conferences.get(p.conf_res_id), {
        maxSeconds: p.max_seconds,
        voiceMode: p.voice_mode,
        volume: p.volume,
        greeting: p.play_file ?? null,
        breakingPlay: p.breaking_play,
      }),
  ),

  "sys.call.conf_exit": method(
    "Leaves the conference; its event has no error.",
    { ...OF_CALL, conf_res_id: resId },
    (p, { calls }) => calls.get(p.res_id).confExit(p.conf_res_id),
  ),
};

interface ScheduleParameters {
  readonly schedule_play_time?: number | undefined;
  readonly schedule_play_file?: Content | undefined;
  readonly schedule_play_loop: number;
}

function schedule(p: ScheduleParameters): ScheduledPlay | null {
  const { schedule_play_time: time, schedule_play_file: content } = p;
  const loop = p.schedule_play_loop;
  if (time === undefined || content === undefined || loop === 0) return null;
  return { time, content, loop };
}
