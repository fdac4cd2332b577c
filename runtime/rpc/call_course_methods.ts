import { callSnapshot, snapshotOf } from "./call_snapshot.ts";
import { constructed, madeBy } from "./constructed.ts";
import { content, files } from "./content.ts";
import { method } from "./method.ts";
import {
  callSeconds,
  cause,
  flag,
  repeat,
  resId,
  ringSeconds,
  uri,
  uris,
  userData,
} from "./shapes.ts";

const OF_CALL = { res_id: resId };
const CAUSE = cause.default(603);
const DROP = { ...OF_CALL, cause: CAUSE };

/** The methods of a call that begin it, answer it and end it. */
export const CALL_COURSE = {
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
    { ...OF_CALL, content: content.optional(), repeat },
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
};
