import { milliseconds } from "../base/units.ts";
import { KEY_TIMING } from "../media/key_timing.ts";
import { content } from "./content.ts";
import { method } from "./method.ts";
import {
  fileName,
  flag,
  keyMilliseconds,
  keys,
  keySeconds,
  keySet,
  recordFormat,
  recordSeconds,
  repeat,
  resId,
  silenceSeconds,
  wholeNumber,
} from "./shapes.ts";

const OF_CALL = { res_id: resId };

/** The methods of a call by which it hears, is heard, and by keys. */
export const CALL_SOUND = {
  "sys.call.play_start": method(
    "Plays files, or a list of items one after the other without a gap, " +
      "`repeat` more times after the first. Ends with " +
      "`sys.call.on_play_completed`.",
    {
      ...OF_CALL,
      content,
      finish_keys: keySet.default(""),
      repeat,
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
    "Records what the other side says, from now or from behind the beep, " +
      "until a finish key, `max_seconds` or a silence of " +
      "`max_silence_seconds`. Ends with `sys.call.on_record_completed` when " +
      "the file is complete on disk.",
    {
      ...OF_CALL,
      max_seconds: recordSeconds,
      beep: flag.default(false),
      record_file: fileName,
      record_format: recordFormat.default(2),
      finish_keys: keySet.default(""),
      max_silence_seconds: silenceSeconds,
    },
    (p, { calls }) =>
      calls.get(p.res_id).recordStart({
        maxSeconds: p.max_seconds,
        beep: p.beep,
        recordFile: p.record_file,
        recordFormat: p.record_format,
        finishKeys: p.finish_keys,
        maxSilenceSeconds: p.max_silence_seconds,
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
      play_repeat: repeat,
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
};

/** The specification's name is odd; clients know both. */
function stopReceiveDtmf() {
  return method(
    "Ends the collecting of keys; its event has those that came so far.",
    OF_CALL,
    (p, { calls }) => calls.get(p.res_id).receiveDtmfStop(),
  );
}
