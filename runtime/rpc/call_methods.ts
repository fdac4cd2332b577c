import type { ScheduledPlay } from "../call/parameters.ts";
import { milliseconds } from "../base/units.ts";
import type { Content } from "../media/content.ts";
import { KEY_TIMING } from "../media/key_timing.ts";
import { callSnapshot, snapshotOf } from "./call_snapshot.ts";
import { constructed, madeBy } from "./constructed.ts";
import { content, files } from "./content.ts";
import { method } from "./method.ts";
import {
  callSeconds,
  cause,
  channels,
  fileName,
  flag,
  keyMilliseconds,
  keys,
  keySeconds,
  keySet,
  recordFormat,
  recordSeconds,
  resId,
  ringSeconds,
  unixTime,
  uri,
  uris,
  userData,
  voiceMode,
  volume,
  wholeNumber,
} from "./shapes.ts";

const OF_CALL = { res_id: resId };
const REPEAT = wholeNumber(0, 1000).default(0);
const CAUSE = cause.default(603);
const DROP = { ...OF_CALL, cause: CAUSE };

/** The methods of a call (`sys.call.rst`). */
export const SYS_CALL = {
  "sys.call.construct": method(
    "Calls somebody. The reply comes when the INVITE is on its way. Of several " +
      "addresses the first whose trunk takes the call is called. A parent has " +
      "to be in `Idle` and is in `Dial` until the dial fails, the new call is " +
      "released or `sys.call.connect_start` begins; it hears `ring_play_file` " +
      "again and again from the far ringing on, without one the far end's own " +
      "sound, or a ring tone where the far end sends none. " +
      "`sys.call.on_dial_completed` says what came of it.",
    {
      from_uri: uri.describe(
        `a number, an address as for to_uri, or "anonymous" to hide the number; left out, the trunk says who calls`,
      ).optional(),
      to_uri: uris,
      max_answer_seconds: callSeconds,
      max_ring_seconds: ringSeconds.default(50),
      parent_call_res_id: resId.optional(),
      ring_play_file: files.optional(),
      user_data: userData.optional(),
    },
    async (p, { calls, caller }) => {
      const made = await calls.construct({
        fromUri: p.from_uri ?? null,
        toUri: p.to_uri,
        maxAnswerSeconds: p.max_answer_seconds,
        maxRingSeconds: p.max_ring_seconds,
        parentResId: p.parent_call_res_id ?? null,
        ringPlayFile: p.ring_play_file ?? null,
        userData: p.user_data ?? null,
      });
      return { ...madeBy(caller, made), user_data: p.user_data ?? null };
    },
    { result: constructed },
  ),

  "sys.call.exists": method(
    "Says whether the resource exists.",
    OF_CALL,
    (p, { calls }) => calls.find(p.res_id) !== undefined,
    { result: flag },
  ),

  "sys.call.get": method(
    "Says what there is to know of a call at this moment.",
    OF_CALL,
    (p, { calls }) => snapshotOf(calls.get(p.res_id).snapshot()),
    { result: callSnapshot },
  ),

  "sys.call.nop": method(
    "Does nothing, but counts as a command: a call that gets none for " +
      "`CTI_IDLE_SECONDS` is released.",
    OF_CALL,
    (p, { calls }) => calls.get(p.res_id).nop(),
  ),

  "sys.call.answer": method(
    "Answers an incoming call. `sys.call.on_answer_completed` follows " +
      "once the telephone has acknowledged.",
    {
      ...OF_CALL,
      max_answer_seconds: callSeconds,
      user_data: userData.optional(),
    },
    (p, { calls }) =>
      calls.get(p.res_id).answer({
        maxAnswerSeconds: p.max_answer_seconds,
        userData: p.user_data ?? null,
      }),
  ),

  "sys.call.progress": method(
    "Lets the caller hear something before the call is answered: our side of " +
      "its sound goes out in a 183, then the content is played, `repeat` more " +
      "times after the first. Answering ends it; another `progress` takes its " +
      "place. Ends with `sys.call.on_progress_completed`.",
    { ...OF_CALL, content: content.optional(), repeat: REPEAT },
    (p, { calls }) =>
      calls.get(p.res_id).progress({
        content: p.content ?? null,
        repeat: p.repeat,
      }),
  ),

  "sys.call.drop": method(
    "Ends the call, or refuses one that is not answered yet with " +
      "`cause` as its final response. `sys.call.on_released` follows.",
    DROP,
    (p, { calls }) => calls.get(p.res_id).drop(p.cause),
  ),

  "sys.call.reject": method(
    "Refuses an incoming call that is not answered yet.",
    DROP,
    (p, { calls }) => calls.get(p.res_id).reject(p.cause),
  ),

  "sys.call.redirect": method(
    "Answers an incoming call with 302 and this Contact. " +
      "`sys.call.on_released` follows.",
    { ...OF_CALL, redirect_uri: uri },
    (p, { calls }) => calls.get(p.res_id).redirect(p.redirect_uri),
  ),

  "sys.call.play_start": method(
    "Plays files, or a list of items one after the other without a gap, " +
      "`repeat` more times after the first. Ends with " +
      "`sys.call.on_play_completed`.",
    {
      ...OF_CALL,
      content,
      finish_keys: keySet.default(""),
      repeat: REPEAT,
    },
    (p, { calls }) =>
      calls.get(p.res_id).playStart({
        content: p.content,
        finishKeys: p.finish_keys,
        repeat: p.repeat,
      }),
  ),

  "sys.call.play_stop": method(
    "Ends the play; its event has no error.",
    OF_CALL,
    (p, { calls }) => calls.get(p.res_id).playStop(),
  ),

  "sys.call.record_start": method(
    "Records what the other side says. Ends with " +
      "`sys.call.on_record_completed` when the file is complete on disk.",
    {
      ...OF_CALL,
      max_seconds: recordSeconds,
      beep: flag.default(false),
      record_file: fileName,
      record_format: recordFormat.default(2),
      finish_keys: keySet.default(""),
    },
    (p, { calls }) =>
      calls.get(p.res_id).recordStart({
        maxSeconds: p.max_seconds,
        beep: p.beep,
        recordFile: p.record_file,
        recordFormat: p.record_format,
        finishKeys: p.finish_keys,
      }),
  ),

  "sys.call.record_stop": method(
    "Ends the recording; its event has an error, the file is kept.",
    OF_CALL,
    (p, { calls }) => calls.get(p.res_id).recordStop(),
  ),

  "sys.call.send_dtmf_start": method(
    "Sends keys: as RFC 4733 events where the other side takes them, as " +
      "tones otherwise; each for `tone_ms` with a pause of `gap_ms` behind " +
      "it. Ends with `sys.call.on_send_dtmf_completed`.",
    {
      ...OF_CALL,
      keys,
      tone_ms: keyMilliseconds.default(KEY_TIMING.toneMs),
      gap_ms: keyMilliseconds.default(KEY_TIMING.gapMs),
    },
    (p, { calls }) =>
      calls.get(p.res_id).sendDtmfStart(p.keys, {
        toneMs: milliseconds(p.tone_ms),
        gapMs: milliseconds(p.gap_ms),
      }),
  ),

  "sys.call.send_dtmf_stop": method(
    "Ends the sending of keys; its event has no error.",
    OF_CALL,
    (p, { calls }) => calls.get(p.res_id).sendDtmfStop(),
  ),

  "sys.call.receive_dtmf_start": method(
    "Collects keys, after a prompt if one is given. Ends with " +
      "`sys.call.on_receive_dtmf_completed`.",
    {
      ...OF_CALL,
      valid_keys: keySet.min(1).default("0123456789*#ABCD"),
      max_keys: wholeNumber(1, 255).default(11),
      finish_keys: keySet.default("#"),
      first_key_timeout: keySeconds.default(45),
      continues_keys_timeout: keySeconds.default(30),
      play_content: content.optional(),
      play_repeat: REPEAT,
      if_break_on_key: flag.default(true),
      including_finish_key: flag.default(false),
    },
    (p, { calls }) =>
      calls.get(p.res_id).receiveDtmfStart({
        validKeys: p.valid_keys,
        maxKeys: p.max_keys,
        finishKeys: p.finish_keys,
        firstKeyTimeout: p.first_key_timeout,
        continuesKeysTimeout: p.continues_keys_timeout,
        playContent: p.play_content ?? null,
        playRepeat: p.play_repeat,
        breakOnKey: p.if_break_on_key,
        includingFinishKey: p.including_finish_key,
      }),
    { aliases: { breaking_on_key: "if_break_on_key" } },
  ),

  "sys.call.stop_receive_dtmf_start": stopReceiveDtmf(),
  "sys.call.receive_dtmf_stop": stopReceiveDtmf(),

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

/** The specification's name is odd; clients know both. */
function stopReceiveDtmf() {
  return method(
    "Ends the collecting of keys; its event has those that came so far.",
    OF_CALL,
    (p, { calls }) => calls.get(p.res_id).receiveDtmfStop(),
  );
}

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
