import * as z from "zod";
import { constructed, madeBy } from "./constructed.ts";
import { content, files } from "./content.ts";
import { method } from "./method.ts";
import {
  callSeconds,
  fileName,
  flag,
  recordFormat,
  recordSeconds,
  repeat,
  resId,
  silenceSeconds,
  userData,
  voiceMode,
  volume,
  wholeNumber,
} from "./shapes.ts";

const OF_CONF = { res_id: resId };
const OF_PART = {
  ...OF_CONF,
  call_res_id: resId.describe("the id of a call that is in the conference"),
};

/** More than a node has calls. */
const MOST_PARTS = 100_000;
const threshold = wholeNumber(-MOST_PARTS, MOST_PARTS).describe(
  "how many are left when the conference is dissolved; below 0: never",
);

const PARTS = z.array(z.object({
  res_id: z.string().describe("the id of the call"),
  chan: z.int().describe("the number of its media port"),
  user_data: z.string().nullable().describe("that of the call"),
  voice_mode: z.int().describe("as for `conf_enter`"),
  volume: z.int().describe("as for `conf_enter`"),
})).describe("everybody in the conference, in the order in which they came");

/** The methods of a conference (`spec/semantics.md` §8). */
export const SYS_CONF = {
  "sys.conf.construct": method(
    "Opens a conference in which nobody is. `bg_file` is played over and over " +
      "while nothing else is; `record_file` is what is said from beginning to " +
      "end, or in the first day. When a member leaves and no more than `parts_threshold` are left, " +
      "the conference is dissolved, once two have been there at the same time.",
    {
      max_seconds: callSeconds,
      bg_file: files.optional(),
      record_file: fileName.optional(),
      parts_threshold: threshold.default(1),
      user_data: userData.optional(),
      record_format: recordFormat.default(2),
    },
    (p, { conferences, caller }) => {
      const made = conferences.construct({
        maxSeconds: p.max_seconds,
        background: p.bg_file ?? null,
        recordFile: p.record_file ?? null,
        partsThreshold: p.parts_threshold,
        userData: p.user_data ?? null,
        recordFormat: p.record_format,
      });
      return { ...madeBy(caller, made), user_data: p.user_data ?? null };
    },
    { result: constructed },
  ),

  "sys.conf.exists": method(
    "Says whether the conference exists.",
    OF_CONF,
    (p, { conferences }) => conferences.find(p.res_id) !== undefined,
    { result: flag },
  ),

  "sys.conf.nop": method(
    "Does nothing, but counts as a command: an empty conference that gets none " +
      "for `CTI_IDLE_SECONDS` is released.",
    OF_CONF,
    (p, { conferences }) => conferences.get(p.res_id).nop(),
  ),

  "sys.conf.release": method(
    "Ends the conference; its members stay up and are Idle. Each is told of by " +
      "`sys.call.on_conf_completed`, then what plays and is recorded ends, and " +
      "`sys.conf.on_released` comes last.",
    OF_CONF,
    (p, { conferences }) => conferences.get(p.res_id).release(),
  ),

  "sys.conf.get_parts": method(
    "Says who is in the conference.",
    OF_CONF,
    (p, { conferences }) =>
      conferences.get(p.res_id).getParts().map((part) => ({
        res_id: part.resId,
        chan: part.channel,
        user_data: part.userData,
        voice_mode: part.voiceMode,
        volume: part.volume,
      })),
    { result: PARTS },
  ),

  "sys.conf.play_start": method(
    "Plays to all in the conference, `repeat` more times after the first, or " +
      "with `is_loop` until it is stopped. Ends with " +
      "`sys.conf.on_play_completed`.",
    {
      ...OF_CONF,
      content,
      is_loop: flag.default(false),
      repeat,
    },
    (p, { conferences }) =>
      conferences.get(p.res_id).playStart({
        content: p.content,
        isLoop: p.is_loop,
        repeat: p.repeat,
      }),
    { aliases: { file: "content" } },
  ),

  "sys.conf.play_stop": method(
    "Ends the play.",
    OF_CONF,
    (p, { conferences }) => conferences.get(p.res_id).playStop(),
  ),

  "sys.conf.record_start": method(
    "Records all that sounds in the conference in one channel, or with " +
      "`call_res_id` that member's voice on the left and everybody else's on " +
      "the right, until `max_seconds` or a silence of `max_silence_seconds`. " +
      "Ends with `sys.conf.on_record_completed` when the file is complete on " +
      "disk.",
    {
      ...OF_CONF,
      max_seconds: recordSeconds,
      record_file: fileName,
      record_format: recordFormat.default(2),
      call_res_id: OF_PART.call_res_id.optional(),
      max_silence_seconds: silenceSeconds,
    },
    (p, { conferences }) =>
      conferences.get(p.res_id).recordStart({
        maxSeconds: p.max_seconds,
        recordFile: p.record_file,
        recordFormat: p.record_format,
        left: p.call_res_id ?? null,
        maxSilenceSeconds: p.max_silence_seconds,
      }),
  ),

  "sys.conf.record_stop": method(
    "Ends the recording; the file is kept.",
    OF_CONF,
    (p, { conferences }) => conferences.get(p.res_id).recordStop(),
  ),

  "sys.conf.set_part_voice_mode": method(
    "Says whether a member is heard and hears.",
    { ...OF_PART, mode: voiceMode },
    (p, { conferences }) =>
      conferences.get(p.res_id).setPartVoiceMode(p.call_res_id, p.mode),
    { aliases: { voice_mode: "mode" } },
  ),

  "sys.conf.set_part_volume": method(
    "Says how loud a member's voice is for the others.",
    { ...OF_PART, volume },
    (p, { conferences }) =>
      conferences.get(p.res_id).setPartVolume(p.call_res_id, p.volume),
  ),

  "sys.conf.set_parts_threshold": method(
    "Says with how many left the conference is dissolved: from the next time " +
      "that a member leaves.",
    { ...OF_CONF, value: threshold },
    (p, { conferences }) =>
      conferences.get(p.res_id).setPartsThreshold(p.value),
    { aliases: { parts_threshold: "value" } },
  ),
};
